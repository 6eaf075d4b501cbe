/** How far a task is and how long it will take, for people. */
export interface TaskEstimate {
  readonly framesDone: number;
  readonly framesTotal: number;
  /** Frames that machines are rendering at this moment. */
  readonly framesRunning: number;
  readonly framesFailed: number;
  /** Of all machines together; null as long as nothing is known. */
  readonly framesPerSecond: number | null;
  /** Between these two, if it goes on like this; null when unknown. */
  readonly etaMs: { readonly low: number; readonly high: number } | null;
  readonly currentFrames: readonly CurrentFrame[];
}

export interface CurrentFrame {
  readonly frame: number;
  readonly machineId: number;
  readonly leaseId: number;
  /** From 0 to 1; null when unknown. */
  readonly fraction: number | null;
  /** When its machine began with it; null when unknown. */
  readonly startedAtMs: number | null;
}
