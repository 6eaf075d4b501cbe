import { nextState } from '../states/transition-table.ts';
import type { TransitionTable } from '../states/transition-table.ts';

/** Where a task is. The last three before `paused` are its ends. */
export type TaskState = 'queued' | 'running' | 'succeeded' | 'failed' | 'canceled' | 'paused';

/**
 * What happens to a task. `start`: a machine begins to render frames of it. `requeue`: its last lease
 * ended and frames are left. `succeed`: every frame is done. `fail`: a frame was given up. `cancel`,
 * `pause`, `resume`: a person says so. `reopen`: a person asks an ended task for more frames, or for
 * some of them again.
 */
export type TaskEvent = 'start' | 'requeue' | 'succeed' | 'fail' | 'cancel' | 'pause' | 'resume' | 'reopen';

export const taskStates = [
  'queued',
  'running',
  'succeeded',
  'failed',
  'canceled',
  'paused',
] as const satisfies readonly TaskState[];
export const taskEvents = [
  'start',
  'requeue',
  'succeed',
  'fail',
  'cancel',
  'pause',
  'resume',
  'reopen',
] as const satisfies readonly TaskEvent[];

/** Every transition of a task; docs/states.md draws it. */
export const taskTransitions: TransitionTable<TaskState, TaskEvent> = {
  // The word that a render began can be lost or late, so a queued task may end at once; a lease that
  // never began leaves its task queued.
  queued: {
    start: 'running',
    requeue: 'queued',
    succeed: 'succeeded',
    fail: 'failed',
    cancel: 'canceled',
    pause: 'paused',
  },
  running: {
    start: 'running',
    requeue: 'queued',
    succeed: 'succeeded',
    fail: 'failed',
    cancel: 'canceled',
    pause: 'paused',
  },
  // Pausing gives out nothing new; what machines already hold goes on, and counts.
  paused: {
    start: 'paused',
    requeue: 'paused',
    succeed: 'succeeded',
    fail: 'failed',
    cancel: 'canceled',
    resume: 'queued',
  },
  succeeded: { reopen: 'queued' },
  failed: { reopen: 'queued' },
  canceled: { reopen: 'queued' },
};

/** The state that follows. @throws DomainError `state-transition-invalid` for a pair that is not in the table */
export function nextTaskState(state: TaskState, event: TaskEvent): TaskState {
  return nextState('task', taskTransitions, state, event);
}

/** Whether the task has ended: nothing of it is rendered any more unless a person reopens it. */
export function isTaskEnded(state: TaskState): boolean {
  return state === 'succeeded' || state === 'failed' || state === 'canceled';
}
