import { Type } from '@renderonline/schema';
import type { Static } from 'typebox';
import { nullable } from '../nullable.ts';
import { phrasesOf } from './phrase.ts';
import { AttemptView } from './tasks.ts';

/** Query of GET /renderapi/v2/machines/{machineId}/attempts. */
export const MachineAttemptsQuery = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  before: Type.Optional(
    Type.Integer({
      minimum: 1,
      description: 'Only attempts older than this id: `nextBefore` of the page before.',
    }),
  ),
});
export type MachineAttemptsQuery = Static<typeof MachineAttemptsQuery>;

const { attemptId, firstFrame, lastFrame, grantedAt, startedAt, endedAt } = AttemptView.properties;
const { outcome, exitCode, signal, message, cause, failedFrame, isDuplicate } = AttemptView.properties;

/** What a machine was given once, and what became of it. */
export const MachineAttempt = Type.Object({
  ...{ attemptId, taskId: Type.Integer(), fileName: Type.String() },
  ...{ firstFrame, lastFrame, grantedAt, startedAt, endedAt },
  ...{ outcome, exitCode, signal, message, cause, failedFrame, isDuplicate },
  messagePhrases: phrasesOf('message'),
});
export type MachineAttempt = Static<typeof MachineAttempt>;

/** GET /renderapi/v2/machines/{machineId}/attempts. */
export const MachineAttemptList = Type.Object({
  attempts: Type.Array(MachineAttempt, { description: 'Newest first. Of a busy farm a page may be empty.' }),
  nextBefore: nullable(Type.Integer(), 'Pass as `before` for the next page; null when this is the last.'),
});
export type MachineAttemptList = Static<typeof MachineAttemptList>;
