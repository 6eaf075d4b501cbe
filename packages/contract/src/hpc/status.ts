import { Type } from '@renderonline/schema';
import type { Static } from 'typebox';
import { Identifier } from '../identifier.ts';
import { nullable } from '../nullable.ts';

/** The last render that a machine was asked for; it stays shown after its end. */
export const HpcTask = Type.Object({
  TaskId: Identifier,
  IsSuccess: Type.Boolean({ description: 'True once the renderer has ended with code 0.' }),
  IsRunning: Type.Boolean(),
  TotalSeconds: Type.Number({ minimum: 0, description: 'Whole seconds since it started, or that it took.' }),
});
export type HpcTask = Static<typeof HpcTask>;

/** GET /hpc/status, always 200. */
export const HpcStatus = Type.Object({
  EngineIds: Type.Array(Type.String(), { description: 'Engines of HPCServer.json; compared without case.' }),
  Task: nullable(HpcTask, 'null when no render has been started since the program started.'),
});
export type HpcStatus = Static<typeof HpcStatus>;
