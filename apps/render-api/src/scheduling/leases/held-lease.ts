import type { FrameRange } from '@renderonline/domain';
import type { AttemptReport } from '../../machines/machine-transport.ts';

/** A live lease as the scheduler holds it in memory; the database's row is what counts. */
export interface HeldLease {
  readonly leaseId: number;
  readonly token: string;
  readonly taskId: number;
  readonly machineId: number;
  readonly frames: FrameRange;
  /** By the system's clock, as in the database. */
  readonly grantedAtMs: number;
  /** When this process took it into its book, by the monotonic clock. */
  readonly heldSinceMs: number;
  /** No earlier attempt of the task ran on this machine, so what the machine says of the task is this one. */
  readonly isFirstOfTaskOnMachine: boolean;
  /** sending: the start call is under way · unclear: it may or may not have arrived · running: it did. */
  phase: 'sending' | 'unclear' | 'running';
  /** This very process saw the machine accept it. */
  isAcceptanceSeen: boolean;
  /** By the system's clock; when it is known to have begun. */
  startedAtMs: number | undefined;
  /** The database knows that it began. */
  isStartWritten: boolean;
  /** Somebody is writing its end. */
  isEnding: boolean;
  /** What its machine said of it last. */
  attempt: AttemptReport | undefined;
  /** When it said so, by the system's clock. */
  attemptAtMs: number | undefined;
  /** When frames were seen to be finished, by the system's clock; the latest few. */
  readonly frameEndsMs: number[];
  /** Resolves when the start call was answered and the answer is dealt with. */
  sent: Promise<void>;
}
