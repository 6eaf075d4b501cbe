import type { LeaseEnd } from './lease-report.ts';
import type { Slot } from './slot.ts';

/** The rendering of a lease, by whatever adapter. */
export interface LeaseWork {
  /**
   * Renders, from the moment it is called: nothing is awaited before the renderer is told.
   *
   * @returns when the slot is free for the next lease, with what is left to do: handing the files over and
   *   telling how it ended. Neither ever rejects.
   */
  render(slot: Slot): Promise<() => Promise<LeaseEnd>>;
  /** The lease has lost the frames behind its (new) last one. */
  shrink(): void;
  /** Ends what runs; `render` returns soon after. Harmless when nothing does. */
  stop(): void;
}
