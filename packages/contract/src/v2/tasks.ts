import { Type } from '@renderonline/schema';
import type { Static } from 'typebox';
import { nullable } from '../nullable.ts';
import { MachineLabel } from './machine-label.ts';
import { TaskSnapshot } from './task-snapshot.ts';
import { TaskStateName } from './task-state-name.ts';
import { WatchedTask } from './watched-task.ts';

export const TaskPath = Type.Object({ taskId: Type.Integer({ minimum: 1 }) });
export type TaskPath = Static<typeof TaskPath>;

/** Query of GET /renderapi/v2/tasks. */
export const TaskListQuery = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  state: Type.Optional(
    Type.Union([Type.Array(TaskStateName, { maxItems: 6 }), TaskStateName], {
      description: 'Only tasks in this state; may be given several times.',
    }),
  ),
  engineId: Type.Optional(Type.Integer({ minimum: 1, description: 'Only tasks of this engine.' })),
  text: Type.Optional(
    Type.String({ minLength: 1, maxLength: 200, description: "Only tasks with this in their file's name." }),
  ),
  scope: Type.Optional(
    Type.Union([Type.Literal('own'), Type.Literal('all')], {
      default: 'own',
      description: 'all: the tasks of every user; for admins.',
    }),
  ),
  before: Type.Optional(
    Type.Integer({
      minimum: 1,
      description: 'Only tasks older than this id: `nextBefore` of the page before.',
    }),
  ),
});
export type TaskListQuery = Static<typeof TaskListQuery>;

export const TaskList = Type.Object({
  tasks: Type.Array(TaskSnapshot, { description: 'Newest first.' }),
  nextBefore: nullable(Type.Integer(), 'Pass as `before` for the next page; null when this is the last.'),
  eventCursor: Type.String({
    description:
      'Pass as `after` to GET /renderapi/v2/events: what changed since this page was read follows.',
  }),
});
export type TaskList = Static<typeof TaskList>;

/** The record of one lease: frames given to one machine once. */
export const AttemptView = Type.Object({
  attemptId: Type.Integer(),
  machine: nullable(MachineLabel),
  firstFrame: Type.Integer(),
  lastFrame: Type.Integer(),
  grantedAt: Type.String({ format: 'date-time' }),
  startedAt: nullable(Type.String({ format: 'date-time' })),
  endedAt: nullable(Type.String({ format: 'date-time' })),
  outcome: nullable(
    Type.String(),
    'null while it runs; succeeded, failed, crashed, could-not-start, machine-lost, timed-out or canceled.',
  ),
  exitCode: nullable(Type.Integer()),
  signal: nullable(Type.String()),
  message: nullable(Type.String()),
  cause: nullable(Type.String(), 'The cause that a failure was sorted into, like out-of-memory.'),
  failedFrame: nullable(Type.Integer()),
  isDuplicate: Type.Boolean({ description: 'A second try at a frame that another machine was rendering.' }),
  logTail: nullable(Type.String(), 'The last lines of its log; null where they are not known.'),
});
export type AttemptView = Static<typeof AttemptView>;

/** GET /renderapi/v2/tasks/{taskId}. */
export const TaskView = Type.Object({
  ...WatchedTask.properties,
  isQueued: Type.Boolean({ description: 'Whether the task counts against the queue limit.' }),
  arguments: Type.Record(Type.String(), Type.String(), { description: 'Values as they were submitted.' }),
  command: Type.String({ description: 'The expanded command, readable.' }),
  order: Type.Union([Type.Literal('ascending'), Type.Literal('sparse')]),
  maxMachines: nullable(Type.Integer(), 'null: as many as there are.'),
  requirements: Type.Object({
    tags: Type.Array(Type.String()),
    engineVersion: nullable(Type.String()),
    needsGpu: Type.Boolean(),
    memoryMb: nullable(Type.Integer()),
  }),
  continuesOnFailure: Type.Boolean(),
  allowsScripts: Type.Boolean(),
  frames: Type.Object({
    pending: Type.Integer(),
    leased: Type.Integer(),
    done: Type.Integer(),
    failed: Type.Integer(),
  }),
  attempts: Type.Array(AttemptView, { description: 'Oldest first; the newest 1,000.' }),
});
export type TaskView = Static<typeof TaskView>;

/** GET /renderapi/v2/tasks/{taskId}/attempts. */
export const AttemptList = Type.Object({
  attempts: Type.Array(AttemptView, { description: 'Oldest first; the newest 1,000.' }),
});
export type AttemptList = Static<typeof AttemptList>;
