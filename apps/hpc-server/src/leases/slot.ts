import type { SlotSession } from '../sessions/slot-session.ts';

/** One render at a time. */
export interface Slot {
  isBusy: boolean;
  /** The renderer that it keeps open. */
  session: SlotSession | undefined;
}
