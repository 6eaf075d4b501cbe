import type { Farm } from '@renderonline/domain';
import type { FramePublisher } from '../../machines/frame-publisher.ts';
import type { MachineTransport } from '../../machines/machine-transport.ts';
import type { FarmChanges } from '../commits/farm-changes.ts';
import type { FarmClock } from '../farm-clock.ts';
import type { LeaseBook } from '../leases/lease-book.ts';
import type { MachineBoard } from '../machines/machine-board.ts';
import type { SchedulerContext } from '../scheduler-context.ts';
import type { TaskBook } from '../tasks/task-book.ts';

/**
 * What the parts of a term share: a term is the time in which this RenderAPI schedules. Everything in memory is
 * made anew for each from the database, so that nothing of an earlier one can come in between.
 */
export interface TermContext extends SchedulerContext {
  readonly generation: number;
  readonly publisher: FramePublisher;
  readonly farm: Farm;
  readonly farmClock: FarmClock;
  readonly book: LeaseBook;
  readonly board: MachineBoard;
  readonly tasks: TaskBook;
  readonly changes: FarmChanges;
  /**
   * Applies something to the farm: in the order of the calls, and never while rows are being read, so that what
   * was read is not older than what the farm knows.
   */
  readonly act: (input: () => void) => void;
  /** There may be something to decide or to write. */
  readonly requestStep: () => void;
  /** Has these tasks read again. */
  readonly reread: (taskId: number) => void;
  /** Whether the term goes on. */
  readonly isCurrent: () => boolean;
  readonly transportTo: (machineId: number) => MachineTransport | undefined;
}
