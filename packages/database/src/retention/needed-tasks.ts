import type { Executor } from '../database.ts';

/** The tasks that one in the queue waits for, or renders the outputs of. */
export async function neededTasks(executor: Executor, taskId?: number): Promise<ReadonlySet<number>> {
  let awaited = executor
    .selectFrom('task_dependencies')
    .innerJoin('queue', 'queue.task_id', 'task_dependencies.task_id')
    .select('task_dependencies.depends_on_task_id as id');
  let inputs = executor
    .selectFrom('tasks')
    .innerJoin('queue', 'queue.task_id', 'tasks.task_id')
    .select('tasks.input_task_id as id')
    .where('tasks.input_task_id', 'is not', null);
  if (taskId !== undefined) {
    awaited = awaited.where('task_dependencies.depends_on_task_id', '=', taskId);
    inputs = inputs.where('tasks.input_task_id', '=', taskId);
  }
  const rows = [...(await awaited.execute()), ...(await inputs.execute())];
  return new Set(rows.flatMap(({ id }) => id ?? []));
}
