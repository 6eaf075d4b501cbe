import type { Database, Executor } from '../database.ts';
import { isMysql } from '../dialects/is-mysql.ts';
import { keepStatistics } from '../statistics/keep-statistics.ts';
import { toStoredTime } from '../stored-times.ts';

/** Listeners that were away for longer read everything anew. */
const rememberedMs = 7 * 24 * 3_600_000;

/**
 * Deletes a task with its frames, leases, attempts, place in the queue and render row. End its renders
 * (`cancelTask`) and remove its files first. That it was there is remembered for a week (`listDeletedTasks`), what it adds
 * to statistics for good (`sumDeleted`).
 *
 * @returns whether there was such a task
 */
export async function deleteTask(
  database: Database,
  input: { readonly taskId: number; readonly nowMs: number },
): Promise<boolean> {
  return database.transaction((trx) => deleteTaskRows(trx, input));
}

/** The same, as a part of a transaction. */
export async function deleteTaskRows(
  trx: Executor,
  input: { readonly taskId: number; readonly nowMs: number },
): Promise<boolean> {
  const task = await trx
    .selectFrom('tasks')
    .select(['render_id', 'user_id'])
    .where('task_id', '=', input.taskId)
    // Of two that delete it one finds nothing, and adds nothing up.
    .$if(isMysql(trx), (query) => query.forUpdate())
    .executeTakeFirst();
  if (task === undefined) return false;
  await keepStatistics(trx, input);
  const { numDeletedRows } = await trx
    .deleteFrom('tasks')
    .where('task_id', '=', input.taskId)
    .executeTakeFirst();
  // Rows of 1.x may share a render.
  await trx
    .deleteFrom('renders')
    .where('render_id', '=', task.render_id)
    .where((of) =>
      of.not(
        of.exists(
          of.selectFrom('tasks').select('tasks.task_id').where('tasks.render_id', '=', task.render_id),
        ),
      ),
    )
    .execute();
  if (numDeletedRows === 0n) return false;
  await remember(trx, { taskId: input.taskId, userId: task.user_id, nowMs: input.nowMs });
  return true;
}

async function remember(
  trx: Executor,
  { taskId, userId, nowMs }: { taskId: number; userId: number; nowMs: number },
): Promise<void> {
  await trx
    .deleteFrom('deleted_tasks')
    .where('deleted_at', '<', toStoredTime(nowMs - rememberedMs))
    .execute();
  await trx
    .insertInto('deleted_tasks')
    .values({ task_id: taskId, user_id: userId, deleted_at: toStoredTime(nowMs) })
    .execute();
}
