import { Type } from '@renderonline/schema';
import type { Static } from 'typebox';
import { nullable } from '../nullable.ts';
import { time } from './time.ts';

const moment = (description: string) => Type.Optional(Type.String({ format: 'date-time', description }));
const id = (description: string) =>
  Type.Optional(Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER, description }));

/** Query of GET /renderapi/v2/statistics. */
export const StatisticsQuery = Type.Object({
  from: moment('The first moment; a week before `to` unless given.'),
  to: moment('The first moment that does not belong to it any more; now unless given.'),
  bucket: Type.Optional(
    Type.Union([Type.Literal('hour'), Type.Literal('day')], {
      default: 'day',
      description: 'Hours (of 31 days at most; of UTC) or days (366 at most).',
    }),
  ),
  timeZone: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 64,
      default: 'UTC',
      description: 'In which zone days begin and end: a name of the IANA, such as Europe/Amsterdam.',
    }),
  ),
  userId: id('Of this user alone; of others for admins.'),
  engineId: id('Of this engine alone.'),
  by: Type.Optional(
    Type.Union([Type.Literal('user-and-engine'), Type.Literal('time')], {
      default: 'user-and-engine',
      description: 'Entries of each user and engine, or one for each hour or day, of all that is asked for.',
    }),
  ),
});
export type StatisticsQuery = Static<typeof StatisticsQuery>;

const WaitCount = Type.Object({
  fromMs: Type.Integer({ description: 'The shortest wait that is counted here.' }),
  toMs: Type.Integer({
    description: 'The shortest one that is not any more; the last interval has all longer ones, too.',
  }),
  tasks: Type.Integer(),
});

/** What happened within an hour or a day, of one user and engine, or of all. */
export const StatisticsEntry = Type.Object({
  bucket: time('The first moment of the hour or day.'),
  userId: nullable(Type.Integer(), 'null when it is asked for by time alone.'),
  engineId: nullable(Type.Integer(), 'As userId.'),
  framesDone: Type.Integer({ description: 'By attempts that ended, and not rendered again since.' }),
  machineMs: Type.Integer({ description: 'From start to end of these attempts, added up.' }),
  failedAttempts: Type.Integer({ description: 'Lost machines among them; not what was canceled.' }),
  tasksSucceeded: Type.Integer(),
  tasksFailed: Type.Integer(),
  tasksCanceled: Type.Integer(),
  tasksStarted: Type.Integer({ description: 'How many tasks a machine began.' }),
  waitingMs: Type.Integer({ description: 'Of those, from queueing to the first start, added up.' }),
  waits: Type.Array(WaitCount, {
    description:
      'Of the same tasks how many waited for how long, the shortest first: intervals that are the same for all, each 19 % longer than the one before.',
  }),
});
export type StatisticsEntry = Static<typeof StatisticsEntry>;

const Load = Type.Object({
  busySlotMs: Type.Integer({ description: 'How long slots rendered, added up.' }),
  meanWaitingFrames: Type.Number({ description: 'How many frames waited for a machine, on average.' }),
  maxWaitingFrames: Type.Integer({ description: 'How many waited at most.' }),
});

/** How busy the farm was within an hour or a day, and what waited. */
export const FarmLoadEntry = Type.Object({
  bucket: time('The first moment of the hour or day.'),
  observedMs: Type.Integer({ description: 'How long of it RenderAPI ran and looked.' }),
  onlineMs: Type.Integer({ description: 'How long machines were there, added up.' }),
  onlineSlotMs: Type.Integer({
    description: 'The same for each of their slots. Utilisation is `busySlotMs` ÷ `onlineSlotMs`.',
  }),
  all: Load,
  asked: Load,
});
export type FarmLoadEntry = Static<typeof FarmLoadEntry>;

export const Statistics = Type.Object({
  from: time('As it was asked for.'),
  to: time('As it was asked for.'),
  entries: Type.Array(StatisticsEntry, {
    description:
      'By time, and unless asked for otherwise by user and engine. Where nothing happened there is none.',
  }),
  load: Type.Array(FarmLoadEntry, {
    description:
      'By time: of the whole farm (`all`), and of the user and engine that were asked for (`asked`), which for users who are no admins is their own. Where nobody looked there is none.',
  }),
});
export type Statistics = Static<typeof Statistics>;
