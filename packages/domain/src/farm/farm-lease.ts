import type { FrameRange } from '../frames/frame-range.ts';

/** Frames of a task that a machine has been given. A snapshot: it does not change after it was handed out. */
export interface FarmLease {
  readonly leaseId: number;
  readonly taskId: number;
  readonly machineId: number;
  /** All frames that it covers, those that are done included; shorter after a retract. */
  readonly frames: FrameRange;
  /** Fences every write about it. */
  readonly token: string;
  /** Whether it renders a frame that another lease already had. */
  readonly isDuplicate: boolean;
  /** 'granting': decided, not yet in the database. 'offered': granted, its machine has not begun. */
  readonly state: 'granting' | 'offered' | 'running';
  readonly grantedAtMs: number;
  readonly expiresAtMs: number;
  /** null until its machine says that it began. */
  readonly startedAtMs: number | null;
}

/** A live lease of the database, taken up by a new leader. */
export interface AdoptedLease extends FarmLease {
  /** Its frames that are not done yet; all of `frames` when left out. */
  readonly leasedFrames?: readonly FrameRange[];
}
