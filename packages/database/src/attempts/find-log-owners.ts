import type { Executor } from '../database.ts';

/** Whose log an attempt's is. */
export interface LogOwner {
  readonly attemptId: number;
  readonly taskId: number;
  /** null when the machine was removed since. */
  readonly machineId: number | null;
  /** The task's project, beside which its logs lie. */
  readonly filePath: string;
}

/** Those of these attempts that there are, in no order. */
export async function findLogOwners(
  executor: Executor,
  input: { readonly attemptIds: readonly number[] },
): Promise<LogOwner[]> {
  if (input.attemptIds.length === 0) return [];
  const rows = await executor
    .selectFrom('attempts')
    .innerJoin('tasks', 'tasks.task_id', 'attempts.task_id')
    .innerJoin('renders', 'renders.render_id', 'tasks.render_id')
    .select(['attempts.attempt_id', 'attempts.task_id', 'attempts.machine_id', 'renders.file_path'])
    .where('attempts.attempt_id', 'in', [...input.attemptIds])
    .execute();
  return rows.map((row) => ({
    attemptId: row.attempt_id,
    taskId: row.task_id,
    machineId: row.machine_id,
    filePath: row.file_path,
  }));
}
