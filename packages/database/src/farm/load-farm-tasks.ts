import type { FrameRange, TaskState } from '@renderonline/domain';
import type { Executor } from '../database.ts';
import type { Engine } from '../engines/engine.ts';
import type { Render, TaskOptions } from '../tasks/task.ts';

/** A task in the queue as the scheduler needs it. Times are milliseconds since 1970 UTC. */
export interface FarmTaskRow extends TaskOptions {
  readonly taskId: number;
  readonly userId: number;
  /** Of the user's subscription: the share of the farm, compared with other users'. */
  readonly userWeight: number;
  /** Bumped by every change that the scheduler did not make itself. */
  readonly revision: number;
  readonly state: TaskState;
  readonly priority: number;
  /** 0 when the row has none. */
  readonly queuedAtMs: number;
  /** Before which no frame is to be given out; 0 when it may be now. */
  readonly notBeforeMs: number;
  /** Sorted; empty when every frame is leased, done or failed. */
  readonly pending: readonly FrameRange[];
  readonly framesLeased: number;
  readonly framesDone: number;
  readonly framesFailed: number;
  /** Attempts that count, oldest first, but for those of frames that a person requeued since. */
  readonly failures: readonly { readonly frame: number; readonly machineId: number }[];
  readonly machineLosses: readonly { readonly frame: number }[];
  readonly engine: Engine;
  readonly render: Render;
}

/**
 * The tasks that wait, render or are paused, in the order of their ids.
 *
 * @param input.taskIds only these, as far as they are in the queue; all when absent
 */
export async function loadFarmTasks(
  _executor: Executor,
  _input: { readonly taskIds?: readonly number[] } = {},
): Promise<FarmTaskRow[]> {
  throw new Error('Not there yet.');
}
