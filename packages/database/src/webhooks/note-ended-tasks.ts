import { sql } from 'kysely';
import { idsIn } from '../bulk/bulk-table.ts';
import type { Executor } from '../database.ts';

/** Nobody wants to be told: nothing has to be kept. */
const isAnyWebhook = sql`exists (select 1 from webhooks w where w.is_active = 1)`;

/** Notes for webhooks that tasks have ended, in the transaction in which they do. */
export async function noteEndedTasks(trx: Executor, taskIds: readonly number[]): Promise<void> {
  if (taskIds.length === 0) return;
  await sql`insert into webhook_events (event, user_id, task_id, file_name, reason, happened_at)
    select case t.state when 'succeeded' then 'task-succeeded' when 'failed' then 'task-failed' else 'task-canceled' end,
      t.user_id, t.task_id, r.file_name, t.failure_reason, t.end_time
    from tasks t join renders r on r.render_id = t.render_id
    where t.task_id in ${idsIn(trx, taskIds)} and t.end_time is not null
      and t.state in ('succeeded', 'failed', 'canceled') and ${isAnyWebhook}`.execute(trx);
}
