import type { Executor } from '../database.ts';

export interface NewestOutput {
  readonly taskId: number;
  /** Its path among the task's outputs. */
  readonly name: string;
}

/** The first file of each task's highest frame that is done; nothing of tasks that have none. By task. */
export async function listNewestOutputs(
  executor: Executor,
  input: { readonly taskIds: readonly number[] },
): Promise<NewestOutput[]> {
  if (input.taskIds.length === 0) return [];
  const rows = await executor
    .selectFrom('tasks')
    // One step into the primary key for each task, however many frames it has.
    .select((tables) => [
      'tasks.task_id',
      tables
        .selectFrom('outputs')
        .whereRef('outputs.task_id', '=', 'tasks.task_id')
        .select('outputs.name')
        .orderBy('outputs.frame', 'desc')
        .orderBy('outputs.name')
        .limit(1)
        .as('name'),
    ])
    .where('tasks.task_id', 'in', input.taskIds)
    .orderBy('tasks.task_id')
    .execute();
  return rows.flatMap(({ task_id: taskId, name }) => (name === null ? [] : [{ taskId, name }]));
}
