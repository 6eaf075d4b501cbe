import { Type } from '@renderonline/schema';
import type { Static } from 'typebox';

/** Query of GET /renderapi/v2/tasks/{taskId}/archive. */
export const ArchiveQuery = Type.Object({
  includeProject: Type.Optional(
    Type.Boolean({ default: false, description: 'Put the uploaded project in, too.' }),
  ),
  frames: Type.Optional(
    Type.String({
      ...{ minLength: 1, maxLength: 10_000 },
      description:
        'Only the files of these frames, like 1-10,15. Which files a frame has is not known of hpc machines.',
    }),
  ),
});
export type ArchiveQuery = Static<typeof ArchiveQuery>;
