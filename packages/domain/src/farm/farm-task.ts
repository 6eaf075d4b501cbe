import type { AwaitedTask } from '../dependencies/awaited-task.ts';
import type { FrameRange } from '../frames/frame-range.ts';

/** What a machine must have to be given a task, beside the engine itself. */
export interface TaskRequirements {
  /** The machine must carry all of them; compared without case. */
  readonly tags: readonly string[];
  /** "4.2" matches 4.2 and 4.2.x; ">=4.2" matches it and everything newer. null: any. */
  readonly engineVersion: string | null;
  readonly needsGpu: boolean;
  /** A machine whose memory is not known does not have enough. */
  readonly memoryMb: number | null;
}

export const noRequirements: TaskRequirements = {
  tags: [],
  engineVersion: null,
  needsGpu: false,
  memoryMb: null,
};

/** A task that has not ended, as it is in the database. */
export interface FarmTask {
  readonly taskId: number;
  readonly userId: number;
  /** The user's share of the farm against other users'; above 0. */
  readonly userWeight: number;
  /** Compared with the machines' engines without case. */
  readonly engineName: string;
  readonly adapter: 'command' | 'blender';
  /** Higher goes first. */
  readonly priority: number;
  readonly queuedAtMs: number;
  readonly isPaused: boolean;
  /** Nothing of it is given out before this; 0 for at once. */
  readonly notBeforeMs: number;
  /** Nothing of it is given out before all of these have succeeded; empty for a task that has begun. */
  readonly awaited: readonly AwaitedTask[];
  /** Sorted and merged. Frames of live leases may be among them: the farm leaves them out. */
  readonly pending: readonly FrameRange[];
  readonly framesDone: number;
  readonly framesFailed: number;
  readonly order: 'ascending' | 'sparse';
  readonly requirements: TaskRequirements;
  /** How many machines may work on it at a time; null for any number. */
  readonly maxMachines: number | null;
  /** True: a failed frame lets the others go on, and the task fails at its end. */
  readonly continuesOnFailure: boolean;
  /** Whether the template has start_frame and end_frame. Otherwise one lease gets all frames. */
  readonly takesFrames: boolean;
  /**
   * 'hpc': rows without a template, which only /hpc machines understand. 'link': projects of several files, which only
   * machines of the link fetch.
   */
  readonly transport: 'any' | 'hpc' | 'link';
  /** Attempts that failed so far, one entry each, oldest first. */
  readonly failures: readonly { readonly frame: number; readonly machineId: number }[];
  /** Attempts that nobody is to blame for, one entry each. */
  readonly machineLosses: readonly { readonly frame: number }[];
}
