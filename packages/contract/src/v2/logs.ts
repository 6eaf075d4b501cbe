import { Type } from '@renderonline/schema';
import type { Static } from 'typebox';
import { nullable } from '../nullable.ts';
import { MachineLabel } from './machine-label.ts';
import { TaskPath } from './tasks.ts';

export const AttemptPath = Type.Object({
  ...TaskPath.properties,
  attemptId: Type.Integer({ minimum: 1 }),
});
export type AttemptPath = Static<typeof AttemptPath>;

const Tail = Type.Integer({ minimum: 0, maximum: 100_000, description: 'Only so many of the last lines.' });

/** Query of GET /renderapi/v2/tasks/{taskId}/attempts/{attemptId}/log. */
export const LogQuery = Type.Object({ tail: Type.Optional(Tail) });
export type LogQuery = Static<typeof LogQuery>;

/** Query of GET /renderapi/v2/tasks/{taskId}/log. */
export const LogSearchQuery = Type.Object({
  search: Type.String({
    minLength: 1,
    maxLength: 200,
    description: 'Plain text, in capital or small letters; no pattern.',
  }),
  attempt: Type.Optional(Type.Integer({ minimum: 1, description: 'Only in the log of this attempt.' })),
  context: Type.Optional(
    Type.Integer({ minimum: 0, maximum: 10, default: 0, description: 'Lines before and after each.' }),
  ),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 100 })),
  cursor: Type.Optional(
    Type.String({ pattern: '^[0-9]{1,16}:[0-9]{1,16}$', description: '`nextCursor` of the page before.' }),
  ),
});
export type LogSearchQuery = Static<typeof LogSearchQuery>;

export const LogMatch = Type.Object({
  attemptId: Type.Integer(),
  machine: nullable(MachineLabel, 'null when the machine was removed since.'),
  firstFrame: Type.Integer(),
  lastFrame: Type.Integer(),
  offset: Type.Integer({ description: 'Where the line begins, in bytes since the beginning of the log.' }),
  line: Type.String({ description: 'With its time, in UTC, before it.' }),
  before: Type.Array(Type.String()),
  after: Type.Array(Type.String()),
});
export type LogMatch = Static<typeof LogMatch>;

export const LogSearchResult = Type.Object({
  matches: Type.Array(LogMatch, { description: 'By attempt, each from its beginning.' }),
  nextCursor: nullable(
    Type.String(),
    'Pass as `cursor` to search on; null when all was searched. A page may hold fewer matches than its limit, even none, and yet not be the last: of very long logs only a part is searched at a time.',
  ),
});
export type LogSearchResult = Static<typeof LogSearchResult>;

/** Query of GET /renderapi/v2/tasks/{taskId}/log/events. */
export const LogEventsQuery = Type.Object({
  attempt: Type.Optional(
    Type.Integer({ minimum: 1, description: 'Only the log of this attempt; else of all, as they come.' }),
  ),
  tail: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: 10_000,
      description: 'Begin with so many of the last lines; else with the first.',
    }),
  ),
  follow: Type.Optional(
    Type.Boolean({ default: true, description: 'false: end when all that is there has been said.' }),
  ),
});
export type LogEventsQuery = Static<typeof LogEventsQuery>;

/** The data of a `lines` event. */
export const LogLines = Type.Object({
  attemptId: Type.Integer(),
  machine: nullable(MachineLabel, 'null when the machine was removed since.'),
  firstFrame: Type.Integer(),
  lastFrame: Type.Integer(),
  offset: Type.Integer({ description: 'Where they begin, in bytes since the beginning of the log.' }),
  leftOut: Type.Integer({ description: 'Bytes before them that were not kept.' }),
  lines: Type.Array(Type.String(), { description: 'Each with its time, in UTC, before it.' }),
});
export type LogLines = Static<typeof LogLines>;

/** The data of an `attempt-ended` event: no line of the attempt comes any more. */
export const LogEnd = Type.Object({
  attemptId: Type.Integer(),
  outcome: nullable(Type.String(), 'As in attempts.'),
  message: nullable(Type.String()),
});
export type LogEnd = Static<typeof LogEnd>;
