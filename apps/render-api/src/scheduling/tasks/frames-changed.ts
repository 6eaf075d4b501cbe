import type { FrameRange, FrameState } from '@renderonline/domain';

/** Frames of a task that changed alike, after the commit. */
export interface FramesChanged {
  readonly taskId: number;
  readonly frames: FrameRange;
  readonly state: Exclude<FrameState, 'leased'>;
  /** Empty where they are not known. Sizes in bytes. */
  readonly outputs: readonly { readonly name: string; readonly size: number }[];
  /** The attempt that has made them; null where nobody has. */
  readonly attemptId: number | null;
  /** How long a frame took; null where that is not known. */
  readonly renderMs: number | null;
}
