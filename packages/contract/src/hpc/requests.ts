import { Type } from '@renderonline/schema';
import type { Static } from 'typebox';
import { Identifier } from '../identifier.ts';
import { nullable } from '../nullable.ts';

const attemptId = Type.Optional(
  nullable(
    Type.String({ minLength: 1, maxLength: 255 }),
    'Ours alone, ignored by 1.x. On start: the same id is never started twice. On stop: only this attempt.',
  ),
);

/** Body of POST /hpc/start. */
export const HpcStartArgs = Type.Object({
  EngineId: Type.String({ minLength: 1, maxLength: 255 }),
  TaskId: Type.Optional(Identifier),
  Arguments: Type.String({
    minLength: 1,
    description: "One string; may begin with the program's name. See docs/hpc-server.md for how it is read.",
  }),
  AttemptId: attemptId,
});
export type HpcStartArgs = Static<typeof HpcStartArgs>;

/** Body of POST /hpc/stop. */
export const HpcStopArgs = Type.Object({ TaskId: Identifier, AttemptId: attemptId });
export type HpcStopArgs = Static<typeof HpcStopArgs>;

/** Answer of POST /hpc/start and POST /hpc/stop, with 200, 400 or 403. */
export const HpcRenderRequestResponse = Type.Object({ IsSuccess: Type.Boolean(), Message: Type.String() });
export type HpcRenderRequestResponse = Static<typeof HpcRenderRequestResponse>;
