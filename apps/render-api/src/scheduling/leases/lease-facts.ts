import type { FrameRange } from '@renderonline/domain';
import type { LeaseKey } from '../../machines/machine-transport.ts';

/** A live lease, for those who have to know whether a machine may do something under it. */
export interface LeaseFacts extends LeaseKey {
  readonly taskId: number;
  readonly machineId: number;
  readonly frames: FrameRange;
  /** Its frames are another lease's as well; whoever is done first counts. */
  readonly isDuplicate: boolean;
}
