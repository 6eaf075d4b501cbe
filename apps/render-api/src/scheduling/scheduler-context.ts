import type { RetryPolicy } from '@renderonline/domain';
import type { Database } from '@renderonline/database';
import type { Logger } from '@renderonline/runtime';
import type { MachineTransport } from '../machines/machine-transport.ts';
import type { Clock } from './clock.ts';
import type { LeaseBook } from './leases/lease-book.ts';
import type { MachineBoard } from './machines/machine-board.ts';

/** What the parts of the scheduler share. */
export interface SchedulerContext {
  readonly database: Database;
  readonly transport: MachineTransport;
  readonly clock: Clock;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly log: Logger;
  readonly policy: RetryPolicy;
  readonly book: LeaseBook;
  readonly board: MachineBoard;
  readonly stopTimeoutMs: number;
  /** 0 is without limit. */
  readonly maxRenderMs: number;
  /** Frames may have become pending or a slot free. */
  readonly requestRound: () => void;
  /** Tells the watchers; after the commit. */
  readonly taskChanged: (taskId: number) => void;
}
