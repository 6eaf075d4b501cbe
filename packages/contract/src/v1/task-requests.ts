import { Type } from '@renderonline/schema';
import type { Static } from 'typebox';
import { Identifier } from '../identifier.ts';

/** Body of POST /renderapi/v1/dequeue. */
export const ApiDequeueRequest = Type.Object({ TaskId: Identifier });
export type ApiDequeueRequest = Static<typeof ApiDequeueRequest>;

export const ApiDequeueResponse = Type.Object({ IsRemoved: Type.Boolean(), ErrorMessage: Type.String() });
export type ApiDequeueResponse = Static<typeof ApiDequeueResponse>;

/** Body of POST /renderapi/v1/download. */
export const ApiDownloadRequest = Type.Object({
  TaskId: Identifier,
  IncludeProject: Type.Optional(
    Type.Union([Type.Boolean(), Type.Null()], {
      description: 'Put the uploaded project into the archive too. Default: results only.',
    }),
  ),
});
export type ApiDownloadRequest = Static<typeof ApiDownloadRequest>;

/** Answer of POST /renderapi/v1/download when there is no archive to send. */
export const ApiDownloadResponse = Type.Object({
  DownloadProvided: Type.Boolean(),
  ErrorMessage: Type.String(),
});
export type ApiDownloadResponse = Static<typeof ApiDownloadResponse>;

/** Body of POST /renderapi/v1/delete. */
export const ApiDeleteRequest = Type.Object({ TaskId: Identifier });
export type ApiDeleteRequest = Static<typeof ApiDeleteRequest>;

export const ApiDeleteResponse = Type.Object({ IsDeleted: Type.Boolean(), ErrorMessage: Type.String() });
export type ApiDeleteResponse = Static<typeof ApiDeleteResponse>;
