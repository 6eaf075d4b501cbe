import type { FailureCause } from '../failures/failure-cause.ts';
import type { FrameRange } from '../frames/frame-range.ts';
import type { AttemptOutcome } from '../leases/attempt-outcome.ts';
import type { FarmLease } from './farm-lease.ts';

/** What a finished frame means. */
export interface FrameVerdict {
  /** False: the lease is not live, or the frame is not (or no longer) its own. Nothing changed. */
  readonly isAccepted: boolean;
  /** Copies that lost. They are over: end them as canceled in the database, and tell their machines. */
  readonly supersededLeases: readonly FarmLease[];
  readonly taskEnds: TaskEnd | null;
}

export interface TaskEnd {
  readonly event: 'succeed' | 'fail';
  /** For people; null when it succeeds. */
  readonly reason: string | null;
}

/** What becomes of the machine after an attempt. */
export type MachineVerdict =
  | { readonly kind: 'ok' }
  | { readonly kind: 'avoided-by-task'; readonly reason: string }
  | { readonly kind: 'quarantined'; readonly reason: string };

/** What the end of a lease means. The lease is over in the farm; the caller writes it down. */
export interface EndVerdict {
  readonly lease: FarmLease;
  readonly outcome: AttemptOutcome;
  /** null when nothing went wrong. */
  readonly cause: FailureCause | null;
  /** The frame that the failure counts against; null when none does. */
  readonly failedFrame: number | null;
  /** Only of a lease that ended well without having named its frames one by one (/hpc): these are done. */
  readonly doneFrames: readonly FrameRange[];
  /** These are pending again. */
  readonly releasedFrames: readonly FrameRange[];
  /** These are given up. */
  readonly failedFrames: readonly { readonly frame: number; readonly reason: string }[];
  /** These go on under another lease that already has them. */
  readonly handedOver: readonly { readonly frame: number; readonly toLeaseId: number }[];
  /** When the task as a whole waits: until when. null while other frames of it can go on. */
  readonly notBeforeMs: number | null;
  readonly countAs: 'failure' | 'machine-loss' | null;
  readonly taskEnds: TaskEnd | null;
  /** Leases that are over with the task: end them as canceled, and tell their machines. */
  readonly otherLeases: readonly FarmLease[];
  readonly machine: MachineVerdict;
}

/** Something to be written down, and then sent. The farm already counts on it. */
export type FarmDecision =
  | { readonly kind: 'grant'; readonly lease: FarmLease }
  /**
   * Takes unstarted frames back. `keepThrough`: the last frame that the lease keeps (it is shortened); null: all of
   * it, it had not started and is over (end it as canceled). The frames are free at once; whatever the machine says
   * of them later is refused by their token.
   */
  | {
      readonly kind: 'retract';
      readonly leaseId: number;
      readonly lease: FarmLease;
      readonly keepThrough: number | null;
    }
  /** The render hangs: end the attempt as the verdict says, and stop it on its machine. */
  | { readonly kind: 'end-hung'; readonly leaseId: number; readonly verdict: EndVerdict }
  /** Every frame of the task was done or given up when it was put: it is over. */
  | { readonly kind: 'end-task'; readonly taskId: number; readonly taskEnds: TaskEnd };
