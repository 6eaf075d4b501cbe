import type { Database } from '@renderonline/database';
import type { Logger } from '@renderonline/runtime';
import type { RenderStopper } from './machines/render-stopper.ts';
import type { Clock } from './clock.ts';
import type { FramesChanged } from './tasks/frames-changed.ts';

/** What the parts of the scheduler share, whoever schedules. */
export interface SchedulerContext {
  readonly database: Database;
  readonly clock: Clock;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly log: Logger;
  readonly stopper: RenderStopper;
  /** 0 is without limit. */
  readonly maxRenderMs: number;
  /** Tells the watchers; after the commit. */
  readonly taskChanged: (taskId: number) => void;
  /** The same for what became of frames. */
  readonly framesChanged: (change: FramesChanged) => void;
}
