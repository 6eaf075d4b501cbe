import { Type } from '@renderonline/schema';
import type { Static } from 'typebox';
import { nullable } from '../nullable.ts';
import { MachineLabel } from './machine-label.ts';
import { phrasesOf } from './phrase.ts';
import { TaskLinks } from './task-links.ts';
import { TaskStateName } from './task-state-name.ts';
import { time } from './time.ts';

/** A frame that is being rendered. */
export const CurrentFrameView = Type.Object({
  frame: Type.Integer(),
  machineId: Type.Integer(),
  leaseId: Type.Integer(),
  fraction: nullable(Type.Number({ minimum: 0, maximum: 1 }), 'How much of it is done; null when unknown.'),
  startedAt: nullable(time('When it was begun.')),
});
export type CurrentFrameView = Static<typeof CurrentFrameView>;

/** How far a task is. What nobody can know yet is null. */
export const TaskProgressView = Type.Object({
  framesDone: Type.Integer(),
  framesTotal: Type.Integer(),
  framesRunning: Type.Integer(),
  framesFailed: Type.Integer(),
  currentFrame: nullable(Type.Integer(), 'The frame a machine is rendering now; one of `currentFrames`.'),
  frameFraction: nullable(Type.Number({ minimum: 0, maximum: 1 }), 'How much of that frame is done.'),
  framesPerSecond: nullable(Type.Number()),
  etaMs: nullable(Type.Integer(), 'Estimated milliseconds until the task ends.'),
  etaRangeMs: nullable(
    Type.Object({ low: Type.Integer(), high: Type.Integer() }),
    'The same at best and at worst; null while it is anybody’s guess.',
  ),
  currentFrames: Type.Array(CurrentFrameView, { description: 'Every frame that is being rendered.' }),
});
export type TaskProgressView = Static<typeof TaskProgressView>;

/** A task as it is at one moment. */
export const TaskSnapshot = Type.Object({
  taskId: Type.Integer(),
  state: TaskStateName,
  engine: Type.String({ description: "The engine's name." }),
  fileName: Type.String(),
  fileSize: Type.Integer({ description: 'Bytes of the project, or of its main file where it has many.' }),
  owner: Type.Object({ userId: Type.Integer(), name: Type.String() }, { description: 'Whose task it is.' }),
  poster: nullable(
    Type.String(),
    'The output that stands for it in a list: of its last frame so far. The last part of the address of its thumbnail.',
  ),
  priority: Type.Integer({ description: 'Larger goes first.' }),
  queuedAt: time('When the task was enqueued.'),
  startedAt: nullable(time('When its first attempt really started.')),
  endedAt: nullable(time('When it really ended.')),
  resultsExpiredAt: nullable(
    time('When its results and logs went by themselves; those of frames rendered since are there.'),
  ),
  machine: nullable(MachineLabel, 'A machine that renders it, or the one that rendered it last.'),
  machines: Type.Array(MachineLabel, { description: 'Every machine that renders it now.' }),
  failureReason: nullable(Type.String(), 'Why a failed task failed.'),
  failurePhrases: phrasesOf('failureReason'),
  waitingReason: nullable(Type.String(), 'Why a queued task is not rendered yet.'),
  waitingPhrases: phrasesOf('waitingReason'),
  progress: TaskProgressView,
  ...TaskLinks.properties,
});
export type TaskSnapshot = Static<typeof TaskSnapshot>;
