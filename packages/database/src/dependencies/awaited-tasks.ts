import type { AwaitedTask } from '@renderonline/domain';
import { idsIn } from '../bulk/bulk-table.ts';
import type { Executor } from '../database.ts';
import { taskStateFrom } from '../tasks/task.ts';

/** What the tasks wait for, by their ids. A task that has begun waits for nothing any more. */
export async function awaitedTasks(
  executor: Executor,
  taskIds: readonly number[],
): Promise<(taskId: number) => readonly AwaitedTask[]> {
  const awaited = new Map<number, AwaitedTask[]>();
  if (taskIds.length === 0) return () => [];
  const rows = await executor
    .selectFrom('task_dependencies')
    .innerJoin('tasks', 'tasks.task_id', 'task_dependencies.task_id')
    .innerJoin('tasks as awaited', 'awaited.task_id', 'task_dependencies.depends_on_task_id')
    .select(['task_dependencies.task_id', 'awaited.task_id as awaited_id', 'awaited.state'])
    .where('task_dependencies.task_id', 'in', idsIn<number>(executor, taskIds))
    .where('tasks.start_time', 'is', null)
    .orderBy('awaited.task_id')
    .execute();
  for (const row of rows) {
    const known = awaited.get(row.task_id) ?? [];
    awaited.set(row.task_id, known);
    known.push({ taskId: row.awaited_id, state: taskStateFrom(row.state) });
  }
  return (taskId) => awaited.get(taskId) ?? [];
}
