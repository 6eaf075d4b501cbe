import { Type } from '@renderonline/schema';
import type { Static } from 'typebox';

const bytes = (description: string) => Type.Integer({ description: `Bytes. ${description}` });
const orNone = (description: string) =>
  Type.Union([Type.Integer(), Type.Null()], { description: `${description}; null is without limit.` });

const kept = (what: string) =>
  Type.Object(
    {
      count: Type.Integer(),
      bytes: bytes('All of them.'),
      neededBytes: bytes(
        'Of them, what something needs that has not ended: this stays, whatever the limits.',
      ),
      limitDays: orNone('Days after which they go'),
      limitBytes: orNone('Bytes beyond which the oldest go'),
    },
    { description: what },
  );

/** What a user has on the farm. */
export const UserStorage = Type.Object({
  userId: Type.Integer(),
  email: Type.String(),
  tasks: kept('Tasks that have ended, with their results.'),
  results: kept('Results of these tasks with their logs, which may go while the tasks stay.'),
  logs: kept('Logs of these tasks.'),
  projects: kept('Projects of many files. Files that several have are counted for each.'),
});
export type UserStorage = Static<typeof UserStorage>;

/** Something that goes by itself. */
export const UpcomingRemoval = Type.Object({
  kind: Type.Union([
    Type.Literal('task'),
    Type.Literal('results'),
    Type.Literal('logs'),
    Type.Literal('project'),
  ]),
  id: Type.Integer({ description: "The task's, or the project's." }),
  userId: Type.Integer(),
  bytes: bytes('What is freed.'),
  goesAt: Type.String({ format: 'date-time', description: 'Or with the next sweep after it.' }),
  reason: Type.Union([Type.Literal('too-old'), Type.Literal('user-limit'), Type.Literal('farm-limit')]),
});
export type UpcomingRemoval = Static<typeof UpcomingRemoval>;

/** A disk on which the farm keeps files; for administrators. */
export const DiskRoom = Type.Object({
  folder: Type.String(),
  freeBytes: bytes('For RenderAPI.'),
  isFull: Type.Boolean({ description: 'Nothing is taken in until there is more room than MinFreeBytes.' }),
});
export type DiskRoom = Static<typeof DiskRoom>;

/** GET /renderapi/v2/storage. */
export const StorageReport = Type.Object({
  isFull: Type.Boolean({ description: 'Whether a disk of the farm takes nothing in.' }),
  users: Type.Array(UserStorage, { description: 'The user; for administrators every user with something.' }),
  removals: Type.Array(UpcomingRemoval, { description: 'The next 100 that go, the first one first.' }),
  unmeasuredTasks: Type.Integer({
    description: 'Ended tasks that are not measured yet, and in no number here; 1000 are as many or more.',
  }),
  disks: Type.Array(DiskRoom, { description: 'Empty for users.' }),
});
export type StorageReport = Static<typeof StorageReport>;
