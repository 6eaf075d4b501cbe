import type { AttemptOutcome, FailureCause, FrameRange, MachineEvent } from '@renderonline/domain';
import type { LeaseKey } from '../leases/lease.ts';

/**
 * What the scheduler decided and heard since its last commit; `commitFarm` writes it in one transaction, in
 * the order of these fields but for `notBefore`, which goes with the tasks. All times are milliseconds since
 * 1970 UTC. A list that is absent is empty.
 */
export interface FarmBatch {
  /** Of the leadership that decided: when another leads by now, nothing of the batch is written. */
  readonly generation: number;
  readonly nowMs: number;
  readonly starts?: readonly LeaseStart[];
  readonly framesDone?: readonly FrameDone[];
  readonly ends?: readonly LeaseEnd[];
  readonly shrinks?: readonly LeaseShrink[];
  readonly failedFrames?: readonly FailedFrame[];
  readonly grants?: readonly LeaseGrant[];
  readonly taskChanges?: readonly FarmTaskChange[];
  readonly notBefore?: readonly TaskNotBefore[];
  /** What webhooks of the farm are told. */
  readonly machineEvents?: readonly MachineEvent[];
}

/** The machine began to render. Saying so twice changes nothing. */
export interface LeaseStart extends LeaseKey {
  readonly startedAtMs: number;
}

/** A frame is there, whole. */
export interface FrameDone extends LeaseKey {
  readonly taskId: number;
  readonly frame: number;
  /** null when nobody measured it. */
  readonly renderMs: number | null;
  /** Their names differ; they take the place of what an earlier render of the frame left. */
  readonly outputs: readonly FrameOutput[];
  /** What is odd about it, for the task's findings. None when absent. */
  readonly warnings?: readonly string[];
}

/** A file that a frame produced. */
export interface FrameOutput {
  /** Its path below the output directory, with slashes; 500 characters at most. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** 64 lower-case hexadecimal digits. */
  readonly sha256: string;
}

/** A lease ends; the frames that it still has wait again, go on under another lease, or are done with it. */
export interface LeaseEnd extends LeaseKey {
  readonly taskId: number;
  readonly endedAtMs: number;
  readonly outcome: AttemptOutcome;
  /** null when nothing failed. */
  readonly cause: FailureCause | null;
  /** The frame that it failed at, or that its machine was lost with; the first of the lease when null. */
  readonly failedFrame: number | null;
  /** The end of the renderer's output; 8 KiB of it are kept. */
  readonly logTail: string | null;
  /** Where RenderAPI or the machine keeps the whole output. */
  readonly logPath: string | null;
  /** Whether it counts towards the attempts that a task may fail, or the machines that it may lose. */
  readonly countAs: 'failure' | 'machine-loss' | null;
  /** Frames that a duplicate goes on with; one whose lease is not live any more waits instead. */
  readonly handedOver: readonly { readonly frame: number; readonly toLeaseId: number }[];
  /** The machine named no single frames (/hpc): all that the lease still has are done. False when absent. */
  readonly completesFrames?: boolean;
}

/** A lease gives its last frames back, which wait again. */
export interface LeaseShrink extends LeaseKey {
  /** The last frame that it keeps: from its first to its present last one. */
  readonly lastFrame: number;
}

/** A frame is given up. One that is done by now stays done. */
export interface FailedFrame {
  readonly taskId: number;
  readonly frame: number;
  /** For people. */
  readonly reason: string;
}

/** A lease that the scheduler numbered itself (`lastLeaseId`); its id is that of its attempt too. */
export interface LeaseGrant {
  readonly leaseId: number;
  readonly taskId: number;
  readonly machineId: number;
  readonly frames: FrameRange;
  /** Fresh and random, 64 ASCII characters at most. */
  readonly token: string;
  /** A copy of frames that another lease has: these must be leased, in place of pending. */
  readonly isDuplicate: boolean;
  readonly expiresAtMs: number;
}

/** A task ends. Leases that it still has end with it, as canceled. */
export interface FarmTaskChange {
  readonly taskId: number;
  readonly event: 'succeed' | 'fail';
  /** Why it fails, for people. */
  readonly reason: string | null;
  readonly endedAtMs: number;
  /** The revision that the scheduler knows: when a person changed the task since, the change is refused. */
  readonly revision?: number;
}

export interface TaskNotBefore {
  readonly taskId: number;
  /** The task's frames are not given out before this; null for at once. */
  readonly notBeforeMs: number | null;
}

/** What of a batch was not written; everything else was. */
export interface FarmCommit {
  /** The lease had ended, or the token was another's. */
  readonly refusedStarts: number[];
  /** A frame that this very lease did earlier is not among them. */
  readonly refusedFrames: { readonly leaseId: number; readonly frame: number }[];
  readonly refusedEnds: number[];
  readonly refusedShrinks: number[];
  /** The task is paused or ended, the machine gone or disabled, or a frame is not what the grant needs. */
  readonly refusedGrants: number[];
  /** Task ids: ended by now, changed by a person, or (for `succeed`) with a frame that is not done. */
  readonly refusedTaskChanges: number[];
  /** Task ids: they waited for a task that ended with this batch, and may start now or are canceled. */
  readonly waitingTasks: number[];
}
