import { Type } from '@renderonline/schema';
import type { Static } from 'typebox';
import { nullable } from '../nullable.ts';
import { MachineLabel } from './machine-label.ts';
import { phrasesOf } from './phrase.ts';
import { time } from './time.ts';

/** An attempt that did not end well, in plain words. */
export const FailureView = Type.Object({
  attemptId: Type.Integer(),
  machine: nullable(MachineLabel, 'null when the machine was removed since.'),
  frame: nullable(Type.Integer(), 'The frame that failed; null when it is not known which.'),
  endedAt: time('When it ended.'),
  outcome: Type.String({ description: 'As in attempts.' }),
  cause: nullable(Type.String(), 'The cause it was sorted into, like out-of-memory.'),
  summary: Type.String({ description: 'What happened.' }),
  whatToDo: nullable(Type.String(), 'What to do about it; null when nothing needs doing.'),
  message: nullable(Type.String(), "The renderer's or the machine's own words."),
  messagePhrases: phrasesOf('message'),
});
export type FailureView = Static<typeof FailureView>;

/** What a machine found wrong with a task's scene before rendering it. */
export const FindingView = Type.Object({
  machine: nullable(MachineLabel, 'Who found it; null when the machine was removed since.'),
  severity: Type.Union([Type.Literal('warning'), Type.Literal('error')], {
    description: 'An error keeps frames from being rendered there.',
  }),
  code: Type.String(),
  message: Type.String({ description: 'In plain words, with what to do.' }),
  messagePhrases: phrasesOf('message'),
});
export type FindingView = Static<typeof FindingView>;

/** GET /renderapi/v2/tasks/{taskId}/findings. */
export const FindingList = Type.Object({ findings: Type.Array(FindingView) });
export type FindingList = Static<typeof FindingList>;
