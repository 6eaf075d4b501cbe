import type { FrameRange } from '@renderonline/domain';
import type { AttemptReport } from '../../machines/machine-transport.ts';
import type { LeaseFacts } from './lease-facts.ts';

/**
 * A live lease as this process deals with it: what was said to its machine, and what it said. What the lease
 * means is the farm's matter; the database's row is what counts.
 */
export interface HeldLease extends LeaseFacts {
  /** Shorter after frames were taken back. */
  frames: FrameRange;
  /** By the system's clock, as in the database. */
  readonly grantedAtMs: number;
  /** When this process took it into its book, by the monotonic clock. */
  readonly heldSinceMs: number;
  /**
   * granting: decided, not yet in the database · sending: the start call is under way · unclear: it may or may
   * not have arrived · offered: it is on the machine's link · running: the machine began
   */
  phase: 'granting' | 'sending' | 'unclear' | 'offered' | 'running';
  /** No earlier attempt of the task ran on this machine, so what a 1.x machine says of the task is this one. */
  isFirstOfTaskOnMachine: boolean;
  /** This very process saw the machine accept it. */
  isAcceptanceSeen: boolean;
  /** How often a link machine came back without having it, though it had been offered there. */
  offersLost: number;
  /** By the system's clock; when it is known to have begun. */
  startedAtMs: number | undefined;
  /** The frame that the machine is at, and since when by the system's clock. */
  currentFrame:
    { readonly frame: number; readonly startedAtMs: number; readonly fraction: number | null } | undefined;
  /** Its end is somebody else's business: its task was canceled. */
  isEnding: boolean;
  /** Over /hpc: what its machine said of it last. */
  attempt: AttemptReport | undefined;
  /** When it said so, by the system's clock. */
  attemptAtMs: number | undefined;
  /** Over /hpc: when frames were seen to be finished, by the system's clock; the latest few. */
  frameEndsMs: number[];
  /** Resolves when the start call was answered and the answer is dealt with. */
  sent: Promise<void>;
}
