import type { Database } from '../database.ts';
import { toStoredTime } from '../stored-times.ts';

/** Notes how much room an ended task takes. A task that is gone meanwhile is no error. */
export async function keepTaskSizes(
  database: Database,
  input: {
    readonly taskId: number;
    /** Bytes: of the folder but for its logs, and of the logs. */
    readonly resultBytes: number;
    readonly logBytes: number;
    /** ms since 1970: before they were measured. */
    readonly nowMs: number;
  },
): Promise<void> {
  const { taskId, resultBytes, logBytes, nowMs } = input;
  await database.transaction(async (trx) => {
    const task = await trx
      .selectFrom('tasks')
      .select('task_id')
      .where('task_id', '=', taskId)
      .executeTakeFirst();
    if (task === undefined) return;
    await trx.deleteFrom('task_storage').where('task_id', '=', taskId).execute();
    await trx
      .insertInto('task_storage')
      .values({
        task_id: taskId,
        result_bytes: resultBytes,
        log_bytes: logBytes,
        measured_at: toStoredTime(nowMs),
      })
      .execute();
  });
}
