import type { Executor } from '../database.ts';

/** How many of a user's tasks wait or render: what counts against the queue limit. */
export async function countQueuedTasks(
  executor: Executor,
  input: { readonly userId: number },
): Promise<number> {
  const { count } = await executor
    .selectFrom('queue')
    .innerJoin('tasks', 'tasks.task_id', 'queue.task_id')
    .select((of) => of.fn.countAll<number>().as('count'))
    .where('tasks.user_id', '=', input.userId)
    .executeTakeFirstOrThrow();
  return count;
}
