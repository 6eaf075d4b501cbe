import type { TaskProgress } from '@renderonline/domain';

/** How far a rendering task is, over all its machines. Times are milliseconds. */
export interface RunningProgress extends TaskProgress {
  readonly framesRunning: number;
  readonly framesFailed: number;
  /** How long until the last frame is done, at best and at worst; null while that is anybody's guess. */
  readonly etaRangeMs: { readonly low: number; readonly high: number } | null;
  /** The machines that render it, by id. */
  readonly machines: readonly {
    readonly machineId: number;
    readonly name: string;
    readonly leases: number;
  }[];
  /** The frames that are being rendered, by number. */
  readonly currentFrames: readonly CurrentFrame[];
}

export interface CurrentFrame {
  readonly frame: number;
  readonly machineId: number;
  readonly leaseId: number;
  /** 0 to 1; null when the machine does not tell. */
  readonly fraction: number | null;
  /** When it began, in milliseconds since 1970. */
  readonly startedAtMs: number | null;
}
