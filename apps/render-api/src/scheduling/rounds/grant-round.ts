import { randomUUID } from 'node:crypto';
import { chooseLeases, nextWakeMs, type WaitingTask } from '@renderonline/domain';
import { grantLeases, listWaitingTasks, type LiveLease, type WaitingTaskRow } from '@renderonline/database';
import type { LeaseSender } from '../leases/lease-sender.ts';
import type { SchedulerContext } from '../scheduler-context.ts';

/** One look at waiting tasks and free machines. */
export interface GrantRound {
  /**
   * Gives waiting frames to free slots: chosen by domain, granted in one transaction, and only then sent.
   *
   * @returns in how many milliseconds the next round is due by itself; undefined when only news make one
   */
  run(generation: number): Promise<number | undefined>;
  /** The tasks that the last round left waiting. */
  waiting(): ReadonlyMap<number, WaitingTaskRow>;
  clear(): void;
}

export interface GrantRoundOptions {
  readonly leaseTtlMs: number;
  readonly onGranted: (taskIds: readonly number[]) => void;
  /** Whether this RenderAPI still schedules. */
  readonly isCurrent: (generation: number) => boolean;
}

export function createGrantRound(
  context: SchedulerContext,
  sender: LeaseSender,
  { leaseTtlMs, onGranted, isCurrent }: GrantRoundOptions,
): GrantRound {
  const { database, clock, book, board, log } = context;
  let waiting = new Map<number, WaitingTaskRow>();

  function choose(tasks: readonly WaitingTaskRow[]) {
    const reachable = board.all().filter((machine) => machine.state === 'reachable' && machine.acceptsWork);
    return chooseLeases({
      waiting: tasks.map(asWaitingTask),
      slots: reachable.filter(board.isFree).map(board.asSlot),
      reachable: reachable.map(board.asSlot),
      nowMs: clock.nowMs(),
    });
  }

  async function grant(generation: number, decisions: ReturnType<typeof choose>): Promise<LiveLease[]> {
    const nowMs = clock.nowMs();
    return grantLeases(database, {
      generation,
      leases: decisions.map((decision) => ({ ...decision, token: randomUUID() })),
      nowMs,
      expiresAtMs: nowMs + leaseTtlMs,
    });
  }

  function send(granted: readonly LiveLease[]): void {
    for (const lease of granted) {
      const task = waiting.get(lease.taskId);
      const held = book.add(lease, 'sending', clock.monotonicMs());
      // Every grant is of a task of this round.
      if (task !== undefined) sender.send(held, task);
      waiting.delete(lease.taskId);
    }
  }

  /** The next task whose time comes, or the next machine that is asked again after it declined. */
  function nextRoundInMs(tasks: readonly WaitingTaskRow[]): number | undefined {
    const taskWakeMs = nextWakeMs(tasks.map(asWaitingTask), clock.nowMs());
    const dues = taskWakeMs === undefined ? [] : [taskWakeMs - clock.nowMs()];
    if (tasks.length > 0) {
      for (const { heldOffUntilMs } of board.all()) {
        if (heldOffUntilMs > clock.monotonicMs()) dues.push(heldOffUntilMs - clock.monotonicMs());
      }
    }
    return dues.length === 0 ? undefined : Math.max(1, Math.min(...dues));
  }

  return {
    async run(generation) {
      // A task gets one machine at a time over machines that render whole ranges.
      const rows = (await listWaitingTasks(database.db)).filter(
        (row) => book.ofTask(row.taskId).length === 0,
      );
      if (!isCurrent(generation)) return undefined;
      waiting = new Map(rows.map((row) => [row.taskId, row]));
      const decisions = choose(rows);
      if (decisions.length > 0) {
        const granted = await grant(generation, decisions);
        log.debug(
          { granted: granted.length, chosen: decisions.length, waiting: rows.length },
          'leases granted',
        );
        if (!isCurrent(generation)) return undefined;
        send(granted);
        onGranted(granted.map(({ taskId }) => taskId));
      }
      return nextRoundInMs([...waiting.values()]);
    },
    waiting: () => waiting,
    clear() {
      waiting = new Map();
    },
  };
}

function asWaitingTask(row: WaitingTaskRow): WaitingTask {
  return {
    taskId: row.taskId,
    engineName: row.engine.name,
    priority: row.priority,
    queuedAtMs: row.queuedAtMs,
    pending: row.pending,
    notBeforeMs: row.notBeforeMs,
    avoidMachineIds: row.avoidMachineIds,
  };
}
