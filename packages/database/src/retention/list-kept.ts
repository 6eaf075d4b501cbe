import type { Kept } from '@renderonline/domain';
import type { Executor } from '../database.ts';
import { fromRequiredStoredTime } from '../stored-times.ts';
import { isExpired } from './list-unmeasured-tasks.ts';
import { neededTasks } from './needed-tasks.ts';

/**
 * Everything whose keeping has limits: ended tasks that are measured, their results and logs, and projects of many files.
 *
 * @param input.userId only this user's; everybody's when absent
 */
export async function listKept(
  executor: Executor,
  input: { readonly userId?: number } = {},
): Promise<Kept[]> {
  return [...(await keptTasks(executor, input)), ...(await keptProjects(executor, input))];
}

async function keptTasks(executor: Executor, { userId }: { readonly userId?: number }): Promise<Kept[]> {
  let query = executor
    .selectFrom('tasks')
    .innerJoin('renders', 'renders.render_id', 'tasks.render_id')
    .innerJoin('task_storage', 'task_storage.task_id', 'tasks.task_id')
    .leftJoin('queue', 'queue.task_id', 'tasks.task_id')
    .select([
      ...(['tasks.task_id', 'tasks.user_id', 'tasks.end_time', 'task_storage.result_bytes'] as const),
      ...(['task_storage.log_bytes', 'task_storage.measured_at', 'tasks.results_expired_at'] as const),
      'renders.file_size',
    ])
    .where('queue.task_id', 'is', null);
  if (userId !== undefined) query = query.where('tasks.user_id', '=', userId);
  const needed = await neededTasks(executor);
  return (await query.execute()).flatMap((row) => {
    const shared = {
      id: row.task_id,
      userId: row.user_id,
      lastUsedAtMs: fromRequiredStoredTime(row.end_time ?? row.measured_at),
      isNeeded: needed.has(row.task_id),
    };
    const task: Kept = { kind: 'task', bytes: row.result_bytes, ...shared };
    const logs: Kept = { kind: 'logs', bytes: row.log_bytes, ...shared };
    // What is left in the folder without them is the project's file.
    const resultBytes = Math.max(0, row.result_bytes - row.file_size) + row.log_bytes;
    const results: Kept = { kind: 'results', bytes: resultBytes, ...shared };
    const hasResults = resultBytes > 0 && !isExpired(row.results_expired_at, row.end_time);
    return [task, ...(hasResults ? [results] : []), ...(row.log_bytes === 0 ? [] : [logs])];
  });
}

async function keptProjects(executor: Executor, { userId }: { readonly userId?: number }): Promise<Kept[]> {
  let query = executor.selectFrom('projects').select((of) => [
    'projects.project_id',
    'projects.user_id',
    'projects.total_bytes',
    'projects.last_used_at',
    of
      .selectFrom('renders')
      .select((each) => each.fn.countAll<number>().as('count'))
      .whereRef('renders.project_id', '=', 'projects.project_id')
      .as('renders'),
  ]);
  if (userId !== undefined) query = query.where('projects.user_id', '=', userId);
  return (await query.execute()).map((row) => ({
    kind: 'project',
    id: row.project_id,
    userId: row.user_id,
    bytes: row.total_bytes,
    lastUsedAtMs: fromRequiredStoredTime(row.last_used_at),
    // A task that is kept may be rendered again.
    isNeeded: Number(row.renders) > 0,
  }));
}
