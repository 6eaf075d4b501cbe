import type { Executor } from '../database.ts';

/** Tasks that have ended and whose room on the disk is not known, or only from before their last end; oldest first. */
export async function listUnmeasuredTasks(
  executor: Executor,
  input: { readonly limit: number },
): Promise<{ readonly taskId: number; readonly filePath: string }[]> {
  const rows = await executor
    .selectFrom('tasks')
    .innerJoin('renders', 'renders.render_id', 'tasks.render_id')
    .leftJoin('queue', 'queue.task_id', 'tasks.task_id')
    .leftJoin('task_storage', 'task_storage.task_id', 'tasks.task_id')
    .select(['tasks.task_id', 'renders.file_path'])
    .where('queue.task_id', 'is', null)
    .where((of) =>
      of.or([
        of('task_storage.measured_at', 'is', null),
        of('task_storage.measured_at', '<', of.ref('tasks.end_time')),
      ]),
    )
    .orderBy('tasks.task_id')
    .limit(input.limit)
    .execute();
  return rows.map((row) => ({ taskId: row.task_id, filePath: row.file_path }));
}
