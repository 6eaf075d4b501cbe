import { Type } from '@renderonline/schema';
import type { Static } from 'typebox';
import { Identifier } from '../identifier.ts';
import { nullable } from '../nullable.ts';

/** How a render on a machine ended. `failed` has an ExitCode, `crashed` a Signal. */
export const HpcOutcome = Type.Union([
  Type.Literal('succeeded'),
  Type.Literal('failed'),
  Type.Literal('crashed'),
  Type.Literal('could-not-start'),
  Type.Literal('canceled'),
  Type.Literal('timed-out'),
]);
export type HpcOutcome = Static<typeof HpcOutcome>;

/** The last render of a machine in detail. */
export const HpcAttempt = Type.Object({
  TaskId: Identifier,
  AttemptId: nullable(Type.String(), 'As POST /hpc/start gave it; null when it gave none.'),
  IsRunning: Type.Boolean(),
  Outcome: nullable(HpcOutcome, 'null while it runs.'),
  ExitCode: nullable(Type.Integer()),
  Signal: nullable(Type.String(), 'The name of the signal that ended the renderer, as SIGSEGV.'),
  Message: Type.String({ description: 'What went wrong, in words; empty while it runs and after success.' }),
  TotalMs: Type.Integer({ minimum: 0, description: 'Milliseconds since it started, or that it took.' }),
  FramesDone: Type.String({ description: 'Frames reported done, as ranges: "1-10,12".' }),
  CurrentFrame: nullable(Type.Integer()),
  FrameFraction: nullable(Type.Number({ minimum: 0, maximum: 1 }), 'How much of CurrentFrame is done.'),
  LogPath: nullable(Type.String(), "The renderer's output, on the machine's own disk."),
});
export type HpcAttempt = Static<typeof HpcAttempt>;

/** GET /hpc/attempt: ours alone; a 1.x machine answers 404. For trusted RenderAPIs only (403 otherwise). */
export const HpcAttemptResponse = Type.Object({
  EngineIds: Type.Array(Type.String()),
  Attempt: nullable(HpcAttempt, 'null when no render has been started since the program started.'),
});
export type HpcAttemptResponse = Static<typeof HpcAttemptResponse>;
