import type { FarmPolicy } from './farm-policy.ts';
import type { LeaseBook } from './lease-book.ts';
import type { MachineBook } from './machine-book.ts';
import type { ReadyQueue } from './ready-queue.ts';
import type { LeaseRecord, MachineRecord, TaskRecord } from './records.ts';
import type { Timers } from './structures/timers.ts';
import type { UserShares } from './user-shares.ts';

/** All that a farm knows; the functions of this folder read it and change it. */
export interface FarmState {
  readonly policy: FarmPolicy;
  readonly random: () => number;
  readonly tasks: Map<number, TaskRecord>;
  readonly users: UserShares;
  readonly queue: ReadyQueue;
  readonly machines: MachineBook;
  readonly leases: LeaseBook;
  /** When paused or failed frames of a task become ready. */
  readonly taskTimers: Timers<TaskRecord>;
  /** When a machine that rests is asked again. */
  readonly machineTimers: Timers<MachineRecord>;
  /** When a render is to be looked at, whether it hangs. */
  readonly leaseTimers: Timers<LeaseRecord>;
  /** Tasks that just came and may be worth taking waiting leases back for. */
  readonly arrivals: Set<TaskRecord>;
  /** Tasks whose frames are all given out but not done: their tail can be made shorter. */
  readonly tails: Set<TaskRecord>;
  /** Tasks of which nothing is left although nobody said so; `decide` ends them. */
  readonly finished: Set<TaskRecord>;
  /** Whether the last `decide` stopped at its limit. */
  hasMoreToDecide: boolean;
  /** When the tails are to be looked at again; null when there is nothing to gain. */
  tailDueMs: number | null;
}
