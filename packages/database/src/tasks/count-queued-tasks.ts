import { sql } from 'kysely';
import type { Executor } from '../database.ts';

/** A step whose input is not there yet: it takes no place under the queue limit before its turn has come. */
const isWaitingStep = sql<boolean>`(tasks.input_task_id is not null and tasks.start_time is null and exists (
    select 1 from task_dependencies d join tasks awaited on awaited.task_id = d.depends_on_task_id
    where d.task_id = tasks.task_id and awaited.state <> 'succeeded'))`;

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
    .where((of) => of.not(isWaitingStep))
    .executeTakeFirstOrThrow();
  return count;
}
