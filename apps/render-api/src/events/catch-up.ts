import type { ResetEvent, SyncedEvent, TaskDeletedEvent, TaskEvent } from '@renderonline/contract';
import { listDeletedTasks, listTasks, type TaskFilter } from '@renderonline/database';
import { snapshotsOf, type SnapshotDependencies } from '../tasks/task-snapshots.ts';
import { nullableTimeText } from '../tasks/time-text.ts';
import type { EventLog } from './event-log.ts';
import { eventText, eventTextAt } from './event-text.ts';
import type { Scope } from './interests.ts';

export type CatchUpDependencies = SnapshotDependencies & { readonly log: EventLog };

export interface CatchUpReader {
  readonly scope: Scope;
  /** Waits for a slow reader; rejects when it went away. */
  readonly write: (text: string) => Promise<void>;
}

const pageSize = 100;
/** More that ended meanwhile are read in pages. */
const mostEnded = 1000;
/**
 * A task's end is written by the clock of the RenderAPI that decided it, and late when the database was away: so much
 * more is told than the cursor asks for.
 */
const marginMs = 600_000;

/**
 * Tells a reader whose place is not in the log (of an earlier run of RenderAPI, or too long ago) everything that may
 * have changed: each unfinished task, and each that ended or was deleted since. What changes while this is written
 * is behind the number that is returned. Nothing but the end moves the reader's cursor: when the connection breaks
 * in between, it comes again with the old one.
 *
 * @param sinceMs milliseconds since 1970 UTC; undefined when nobody knows
 * @returns from where the log goes on for this reader
 * @throws when the reader goes away, or the database does
 */
export async function catchUp(
  dependencies: CatchUpDependencies,
  { scope, write }: CatchUpReader,
  sinceMs: number | undefined,
): Promise<number> {
  const { database, log } = dependencies;
  const head = log.head();
  const fromMs = sinceMs === undefined ? undefined : Math.max(0, Math.min(sinceMs, log.nowMs()) - marginMs);
  const filter: TaskFilter = scope === 'all' ? {} : { userId: scope };
  await write(eventText('reset', { since: nullableTimeText(fromMs ?? null) } satisfies ResetEvent));
  // In this order: a task that ends between the two is found by the second.
  await tell({ ...filter, states: ['queued', 'running', 'paused'] }, Infinity);
  let isComplete = false;
  if (fromMs !== undefined) {
    const told = await tell(
      { ...filter, states: ['succeeded', 'failed', 'canceled'], endedSinceMs: fromMs },
      mostEnded,
    );
    isComplete = told < mostEnded;
    for (const deleted of await listDeletedTasks(database.db, {
      ...filter,
      sinceMs: fromMs,
      limit: mostEnded,
    })) {
      await write(eventText('task-deleted', deleted satisfies TaskDeletedEvent));
    }
  }
  const cursor = log.cursorOf(head);
  await write(eventTextAt(cursor, 'synced', { eventCursor: cursor, isComplete } satisfies SyncedEvent));
  return head;

  async function tell(wanted: TaskFilter, most: number): Promise<number> {
    let told = 0;
    let before: { beforeTaskId?: number } = {};
    while (told < most) {
      const page = await listTasks(database.db, { ...wanted, ...before, limit: pageSize });
      const snapshots = await snapshotsOf(dependencies, page);
      const events = page.map(({ task: { userId } }, at): TaskEvent | undefined => {
        const task = snapshots[at];
        return task && { userId, task };
      });
      if (page.length > 0) {
        await write(events.map((event) => (event === undefined ? '' : eventText('task', event))).join(''));
      }
      told += page.length;
      const last = page.at(-1);
      if (page.length < pageSize || last === undefined) break;
      before = { beforeTaskId: last.task.taskId };
    }
    return told;
  }
}
