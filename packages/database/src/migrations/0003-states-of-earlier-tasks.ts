import { sql, type Kysely, type RawBuilder } from 'kysely';

/**
 * Gives tasks that 1.x wrote the state that their flags, times and place in the queue amount to, and one
 * frame each: 1.x knew nothing smaller than a task. What was running is queued again: its machine may have
 * ended it since, and a task that ran twice is better than one that never ends.
 *
 * Every statement may be run again: it reads nothing that a later one changes.
 */
export async function deriveStatesOfEarlierTasks(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await statement.execute(db);
}

const isQueued = sql`exists (select 1 from queue where queue.task_id = tasks.task_id)`;

const statements: readonly RawBuilder<unknown>[] = [
  sql`update tasks set is_success = 1 where is_success <> 0 and is_success <> 1`,
  sql`update tasks set state = case
      when is_success = 1 then 'succeeded'
      when end_time is not null then 'failed'
      when ${isQueued} then 'queued'
      else 'canceled' end`,
  sql`update tasks set is_running = 0`,
  sql`update tasks set machine_id = null where state = 'queued'`,
  sql`update tasks set failure_reason = 'It failed under RenderOnline 1.x, which kept no reason.'
    where state = 'failed' and failure_reason is null`,
  sql`delete from queue where task_id in (select task_id from tasks where state <> 'queued')`,
  sql`insert into frames (task_id, frame, state)
    select task_id, 1, case state when 'succeeded' then 'done' when 'failed' then 'failed' else 'pending' end
    from tasks where not exists (select 1 from frames where frames.task_id = tasks.task_id)`,
];
