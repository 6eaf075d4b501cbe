import type { FrameOutput, LeaseKey } from './machine-transport.ts';

/**
 * Where the outputs of link machines go: kept aside while their lease decides about them, and put into the task's
 * output directory once the database says that the frame is done.
 */
export interface FramePublisher {
  /**
   * Whether these outputs of a frame were uploaded under the lease, whole and as named.
   *
   * @returns what is wrong, as the middle of a sentence; undefined when nothing is
   */
  verify(lease: LeaseKey, frame: number, outputs: readonly FrameOutput[]): Promise<string | undefined>;
  /**
   * Puts a frame's outputs where people find them. Called after the commit; again when it threw, and by the next
   * RenderAPI when this one was killed (`recover`): doing it twice is harmless.
   */
  publish(frame: PublishedFrame): Promise<void>;
  /** Removes what was uploaded and not published: of one frame, or of everything under the lease. */
  discard(what: { readonly leaseId: number; readonly frame?: number }): Promise<void>;
  /** Resolves when nothing of the task is being published. */
  settled(taskId: number): Promise<void>;
  /**
   * At the start of a term, before anything is told or granted: publishes what the database says is done and
   * removes what it does not know, but for what belongs to leases that are live.
   */
  recover(liveLeaseIds: ReadonlySet<number>): Promise<void>;
}

export interface PublishedFrame {
  readonly leaseId: number;
  readonly taskId: number;
  readonly frame: number;
  readonly outputs: readonly FrameOutput[];
  readonly outputDirectory: string;
}
