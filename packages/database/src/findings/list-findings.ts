import type { Executor } from '../database.ts';

/** Something that a machine found out about a task's scene before it rendered. */
export interface TaskFinding {
  readonly severity: 'warning' | 'error';
  /** For programs: 'texture-missing'. */
  readonly code: string;
  /** For people, with what to do. */
  readonly message: string;
}

/** What machines found out about a task's scene, by machine, in the order in which they said it. */
export async function listFindings(
  executor: Executor,
  input: { readonly taskId: number },
): Promise<(TaskFinding & { readonly machineId: number })[]> {
  const rows = await executor
    .selectFrom('task_findings')
    .select(['machine_id', 'severity', 'code', 'message'])
    .where('task_id', '=', input.taskId)
    .orderBy('machine_id')
    .orderBy('position')
    .execute();
  return rows.map((row) => ({
    machineId: row.machine_id,
    severity: row.severity === 'error' ? 'error' : 'warning',
    code: row.code,
    message: row.message,
  }));
}
