import type { Executor } from '../database.ts';

export interface UnmeasuredTask {
  readonly taskId: number;
  readonly filePath: string;
  /** Its results have expired, and their files may still be there. */
  readonly isExpired: boolean;
}

/** Tasks that have ended and whose room on the disk is not known, or only from before their last end; oldest first. */
export async function listUnmeasuredTasks(
  executor: Executor,
  input: { readonly limit: number },
): Promise<UnmeasuredTask[]> {
  const rows = await executor
    .selectFrom('tasks')
    .innerJoin('renders', 'renders.render_id', 'tasks.render_id')
    .leftJoin('queue', 'queue.task_id', 'tasks.task_id')
    .leftJoin('task_storage', 'task_storage.task_id', 'tasks.task_id')
    .select(['tasks.task_id', 'renders.file_path', 'tasks.end_time', 'tasks.results_expired_at'])
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
  return rows.map((row) => ({
    taskId: row.task_id,
    filePath: row.file_path,
    isExpired: isExpired(row.results_expired_at, row.end_time),
  }));
}

/** Whether the results have gone and nothing was rendered since. Both as they are stored. */
export function isExpired(expiredAt: string | null, endedAt: string | null): boolean {
  return expiredAt !== null && (endedAt === null || endedAt <= expiredAt);
}
