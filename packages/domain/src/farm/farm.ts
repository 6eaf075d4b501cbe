import type { TaskEstimate } from '../estimates/task-estimate.ts';
import type { FailureCause } from '../failures/failure-cause.ts';
import type { AttemptOutcome } from '../leases/attempt-outcome.ts';
import type { AdoptedLease, FarmLease } from './farm-lease.ts';
import type { FarmMachine } from './farm-machine.ts';
import type { FarmTask } from './farm-task.ts';
import type { NewTask, TaskForecast } from './forecast-new-task.ts';
import type { EndVerdict, FarmDecision, FrameVerdict } from './farm-verdicts.ts';

/** How a lease ended, as its machine says. */
export interface LeaseEnd {
  readonly outcome: AttemptOutcome;
  /** null: told from the outcome. */
  readonly cause: FailureCause | null;
  /** null when unknown: then the first frame that the lease had not done. */
  readonly failedFrame: number | null;
}

/** How many frames of a task are where. */
export interface TaskCounts {
  readonly pending: number;
  /** Frames under leases, each counted once. */
  readonly leased: number;
  readonly done: number;
  readonly failed: number;
  readonly total: number;
  readonly leases: number;
  readonly machines: number;
  readonly isPaused: boolean;
}

/**
 * The scheduler's core: what waits, who can render, who has what, and what is to be done next. Pure: events go in
 * with the time they happened at, decisions come out; nothing is read or written. All times are milliseconds of one
 * clock. Names that are not known are no error: what is said about them changes nothing.
 */
export interface Farm {
  /**
   * Takes the task's facts over; whatever was known of it is replaced, except its live leases and what was measured.
   * The caller makes sure that the facts are not older than what the farm itself decided (releases, ends): frames
   * under live leases are left out of `pending` here, other decisions that are not yet written down are not seen.
   */
  putTask(task: FarmTask, nowMs: number): void;
  /** Forgets the task. @returns its live leases, which are over: their machines must be told */
  removeTask(taskId: number): readonly FarmLease[];

  /** The machine is there, with these properties. Its leases and open scenes stay as they are. */
  putMachine(machine: FarmMachine, nowMs: number): void;
  /** The machine is gone: its leases end as `machine-lost`, which costs no attempt. */
  loseMachine(machineId: number, nowMs: number): readonly EndVerdict[];
  /** As `loseMachine`, and forgets everything about it. */
  removeMachine(machineId: number, nowMs: number): readonly EndVerdict[];
  /** No work for this machine until it is released. What it has goes on. */
  quarantine(machineId: number, reason: string): void;
  release(machineId: number): void;
  /** Machine ids and why. */
  quarantined(): ReadonlyMap<number, string>;

  /** Takes up a live lease of the database. Its task must have been put; its machine may follow later. */
  adoptLease(lease: AdoptedLease, nowMs: number): void;
  /** @returns false when the lease is not live: the machine must be told to end it */
  leaseStarted(leaseId: number, nowMs: number): boolean;
  frameStarted(leaseId: number, frame: number, nowMs: number): void;
  /** `fraction` from 0 to 1; anything else is ignored. */
  frameProgress(leaseId: number, frame: number, fraction: number, nowMs: number): void;
  /** The machine opened the scene of the lease's task, which took `loadMs`. */
  sessionOpened(leaseId: number, loadMs: number): void;
  sessionClosed(machineId: number, taskId: number): void;
  /** `renderMs`: the frame's own time, without loading; null when unknown. */
  frameDone(leaseId: number, frame: number, facts: { renderMs: number | null }, nowMs: number): FrameVerdict;
  /** @returns undefined when the lease is not live any more */
  leaseEnded(leaseId: number, end: LeaseEnd, nowMs: number): EndVerdict | undefined;
  /** The machine would not take the lease: costs nothing, and the machine rests for `restMs`. */
  leaseDeclined(leaseId: number, facts: { restMs: number }, nowMs: number): EndVerdict | undefined;

  /** What is to be done now, at most `maxDecisions`. Everything in it already counts in the farm. */
  decide(nowMs: number, maxDecisions: number): readonly FarmDecision[];
  /** The grant is in the database. */
  grantConfirmed(leaseId: number): void;
  /** The database refused the grant: the frames are not free. The lease is over; put the task anew. */
  grantRefused(leaseId: number): void;
  /** When `decide` has something to do although nothing happens before; undefined for never. */
  nextWakeMs(nowMs: number): number | undefined;

  leasesOfTask(taskId: number): readonly FarmLease[];
  leasesOfMachine(machineId: number): readonly FarmLease[];
  lease(leaseId: number): FarmLease | undefined;
  task(taskId: number): TaskCounts | undefined;
  estimate(taskId: number, nowMs: number): TaskEstimate | undefined;
  /** When a task would be ready that were submitted now. */
  forecast(task: NewTask, nowMs: number): TaskForecast;
  /** Why nothing of the task is rendered although frames wait, one sentence; undefined when that is not so. */
  whyWaiting(taskId: number, nowMs: number): string | undefined;
}
