import type { NewTask, TaskForecast } from '@renderonline/domain';
import type { LeaseFacts } from './leases/lease-facts.ts';
import type { FarmLoad } from './machines/farm-load.ts';
import type { MachineView } from './machines/machine-view.ts';
import type { FramesChanged } from './tasks/frames-changed.ts';
import type { RunningProgress } from './tasks/running-progress.ts';

/** Gives waiting frames to free machines and follows what becomes of them. One a RenderAPI. */
export interface Scheduler {
  /**
   * Takes up the work: settles who schedules (one RenderAPI a database), and when it is this one, adopts the
   * live leases in the database and begins to watch the machines. Resolves before any machine has answered.
   */
  start(): Promise<void>;

  /**
   * Something was committed that the scheduler has to know: a task that was enqueued, paused, changed, widened.
   * With an id that task alone is read, without one whatever changed. Returns at once; many calls cost no more
   * than one.
   */
  wake(taskId?: number): void;

  /**
   * Cancels a task: first in the database (from then on nothing that its machines say counts), then on the
   * machines, and waits for their word that the render ended, up to `stopTimeoutMs`. An ended task stays as it
   * is. Works on every RenderAPI of the database, also on one that does not schedule.
   *
   * @returns whether the task was in the queue.
   */
  cancelTask(taskId: number): Promise<{ wasQueued: boolean }>;

  /** How far a task is that renders now; undefined when it holds no lease, or another RenderAPI schedules. */
  progressOf(taskId: number): RunningProgress | undefined;

  /** Why a queued task is not rendered yet, in plain words; undefined when the task is not waiting. */
  waitingReasonOf(taskId: number): string | undefined;

  /** When a task would be ready that were submitted now; undefined where another RenderAPI schedules. */
  forecast(task: NewTask): TaskForecast | undefined;

  /** Every machine this scheduler watches, by id. Empty when another RenderAPI schedules. */
  machines(): MachineView[];
  /** How busy the farm is now, and what waits; undefined where another RenderAPI schedules. */
  load(): FarmLoad | undefined;
  /** A lease that is live now, whose end is not decided; undefined also when another RenderAPI schedules. */
  leaseOf(leaseId: number): LeaseFacts | undefined;
  /** The live leases of a machine. */
  leasesOfMachine(machineId: number): LeaseFacts[];
  /**
   * Resolves when every file of a task's frames that are done has its final name, after a few seconds at most: a frame
   * is done with its commit, and its files follow a moment later. At once where another RenderAPI schedules.
   */
  outputsInPlace(taskId: number): Promise<void>;
  /** Rows of machines were added, changed, drained or revoked: takes note at once. */
  refreshMachines(): Promise<void>;
  /** Lifts a machine's quarantine, in the database and here. */
  releaseMachine(machineId: number): Promise<void>;

  /**
   * Calls `listener` with the id of every task whose state or progress changed through this scheduler, after
   * the change was committed.
   *
   * @returns a function that ends it.
   */
  onTaskChanged(listener: (taskId: number) => void): () => void;

  /**
   * The same for frames that were done or given up through this scheduler.
   *
   * @returns a function that ends it.
   */
  onFramesChanged(listener: (change: FramesChanged) => void): () => void;

  /** Whether this RenderAPI is the one that schedules, and has taken up the leases that were live before it. */
  isLeader(): boolean;

  /** Ends scheduling and gives the leadership to the next; renders go on on their machines. */
  close(): Promise<void>;
}

/** Times are milliseconds. */
export interface SchedulingSettings {
  /** How often a machine that renders for us is asked over /hpc. */
  readonly machinePollIntervalMs: number;
  /** How often an idle one is. */
  readonly machineIdlePollIntervalMs: number;
  /** How long one call to a machine may take. */
  readonly machineRequestTimeoutMs: number;
  /** How long a machine may be silent before what it renders is given to others. */
  readonly machineSilentAfterMs: number;
  /** How long link machines have to come back after RenderAPI was (re)started. Default 10000. */
  readonly linkReturnGraceMs?: number;
  /** How long a lease holds without being renewed. At least twice `machineSilentAfterMs`'s worth of patience. */
  readonly leaseTtlMs: number;
  /** After how many failed attempts a task fails. */
  readonly maxAttempts: number;
  /** After how long without a beat another RenderAPI takes the scheduling over. */
  readonly leadershipTtlMs: number;
  /** How long one render may take; 0 is without limit. */
  readonly maxRenderMs: number;
  /** A render that is silent and idle for so long is hung, where its machine does not say; 0: never. Default 15 min. */
  readonly hungAfterMs?: number;
  /** A frame that takes so many times what others take is hung, 0: never; and not before so long. */
  readonly hungFrameFactor?: number;
  readonly hungFrameMinMs?: number;
  /** How long canceling waits for a machine's word that the render ended. Default 10000. */
  readonly stopTimeoutMs?: number;
  /** Whether scripts that are embedded in scenes may run, for tasks that ask for it. Default false. */
  readonly allowsScripts?: boolean;
  /** How often rows that other programs wrote are looked for. Default 3000. */
  readonly rescanIntervalMs?: number;
}
