import { Type } from '@renderonline/schema';
import type { Static } from 'typebox';
import { time } from './time.ts';

const moment = (description: string) => Type.Optional(Type.String({ format: 'date-time', description }));

/** Query of GET /renderapi/v2/statistics. */
export const StatisticsQuery = Type.Object({
  from: moment('The first moment; a week before `to` unless given.'),
  to: moment('The first moment that does not belong to it any more; now unless given.'),
  bucket: Type.Optional(
    Type.Union([Type.Literal('hour'), Type.Literal('day')], {
      default: 'day',
      description: 'Hours (of 31 days at most) or days (366 at most), of UTC.',
    }),
  ),
});
export type StatisticsQuery = Static<typeof StatisticsQuery>;

/** What ended within an hour or a day, of one user and engine. */
export const StatisticsEntry = Type.Object({
  bucket: time('The first moment of the hour or day.'),
  userId: Type.Integer(),
  engineId: Type.Integer(),
  framesDone: Type.Integer({ description: 'By attempts that ended, and not rendered again since.' }),
  machineMs: Type.Integer({ description: 'From start to end of these attempts, added up.' }),
  failedAttempts: Type.Integer({ description: 'Lost machines among them; not what was canceled.' }),
  tasksSucceeded: Type.Integer(),
  tasksFailed: Type.Integer(),
  tasksCanceled: Type.Integer(),
  tasksStarted: Type.Integer({ description: 'How many of the tasks that ended a machine had begun.' }),
  waitingMs: Type.Integer({ description: 'Of those, from queueing to the first start, added up.' }),
});
export type StatisticsEntry = Static<typeof StatisticsEntry>;

export const Statistics = Type.Object({
  from: time('As it was asked for.'),
  to: time('As it was asked for.'),
  entries: Type.Array(StatisticsEntry, {
    description: 'By time, user and engine. Where nothing ended there is none.',
  }),
});
export type Statistics = Static<typeof Statistics>;
