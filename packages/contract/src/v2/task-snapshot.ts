import { Type, type Static } from 'typebox';
import { nullable } from '../nullable.ts';

const time = (description: string) =>
  Type.String({ format: 'date-time', description: `${description} ISO 8601 in UTC, with its offset.` });

export const TaskStateName = Type.Union(
  [
    Type.Literal('queued'),
    Type.Literal('running'),
    Type.Literal('succeeded'),
    Type.Literal('failed'),
    Type.Literal('canceled'),
    Type.Literal('paused'),
  ],
  { description: 'succeeded, failed and canceled are final.' },
);
export type TaskStateName = Static<typeof TaskStateName>;

/** How far a task is. What nobody can know yet is null. */
export const TaskProgressView = Type.Object({
  framesDone: Type.Integer(),
  framesTotal: Type.Integer(),
  currentFrame: nullable(Type.Integer(), 'The frame a machine is rendering now.'),
  frameFraction: nullable(Type.Number({ minimum: 0, maximum: 1 }), 'How much of that frame is done.'),
  framesPerSecond: nullable(Type.Number()),
  etaMs: nullable(Type.Integer(), 'Estimated milliseconds until the task ends.'),
});
export type TaskProgressView = Static<typeof TaskProgressView>;

/** A task as it is at one moment; the events of GET /renderapi/v2/tasks/{taskId}/events are these. */
export const TaskSnapshot = Type.Object({
  taskId: Type.Integer(),
  state: TaskStateName,
  engine: Type.String({ description: "The engine's name." }),
  fileName: Type.String(),
  priority: Type.Integer(),
  queuedAt: time('When the task was enqueued.'),
  startedAt: nullable(time('When its first attempt really started.')),
  endedAt: nullable(time('When it really ended.')),
  machine: nullable(
    Type.Object({ machineId: Type.Integer(), name: Type.String() }),
    'The machine that renders it, or rendered it last.',
  ),
  failureReason: nullable(Type.String(), 'Why a failed task failed.'),
  waitingReason: nullable(Type.String(), 'Why a queued task is not rendered yet.'),
  progress: TaskProgressView,
});
export type TaskSnapshot = Static<typeof TaskSnapshot>;
