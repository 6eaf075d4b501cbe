import { sql } from 'kysely';
import { idsIn } from '../bulk/bulk-table.ts';
import type { Executor } from '../database.ts';
import { isMysql } from '../dialects/is-mysql.ts';

/**
 * The tasks in the queue that wait for one of these: no machine has begun or got anything of them. They are locked
 * until the transaction ends. By id, each with the first of these that it waits for.
 */
export async function lockWaitingTasks(
  trx: Executor,
  awaitedIds: readonly number[],
): Promise<Map<number, number>> {
  if (awaitedIds.length === 0) return new Map();
  const { rows } = await sql<{ task_id: number; awaited_id: number }>`
    select t.task_id as task_id, d.depends_on_task_id as awaited_id
    from task_dependencies d join tasks t on t.task_id = d.task_id
    where d.depends_on_task_id in ${idsIn(trx, awaitedIds)}
      and t.state in ('queued', 'paused') and t.start_time is null
      and not exists (select 1 from leases l where l.task_id = t.task_id)
    order by t.task_id, d.depends_on_task_id
    ${sql.raw(isMysql(trx) ? 'for update' : '')}`.execute(trx);
  const waiting = new Map<number, number>();
  for (const row of rows) if (!waiting.has(row.task_id)) waiting.set(row.task_id, row.awaited_id);
  return waiting;
}

/** Tells the scheduler that these tasks are to be read anew. */
export async function touchTasks(trx: Executor, taskIds: readonly number[]): Promise<void> {
  if (taskIds.length === 0) return;
  await sql`update tasks set revision = revision + 1 where task_id in ${idsIn(trx, taskIds)}`.execute(trx);
}
