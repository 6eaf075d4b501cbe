import type { TaskState } from '@renderonline/domain';
import type { Executor } from '../database.ts';
import { taskStateFrom } from './task.ts';

/** What tells the scheduler which tasks it has to load again. */
export interface QueueRevision {
  readonly taskId: number;
  readonly revision: number;
  readonly state: TaskState;
}

/** Every task in the queue, by id: paused ones too. */
export async function listQueueRevisions(executor: Executor): Promise<QueueRevision[]> {
  const rows = await executor
    .selectFrom('queue')
    .innerJoin('tasks', 'tasks.task_id', 'queue.task_id')
    .select(['tasks.task_id', 'tasks.revision', 'tasks.state'])
    .where('tasks.state', 'in', ['queued', 'running', 'paused'])
    .orderBy('tasks.task_id')
    .execute();
  return rows.map((row) => ({
    taskId: row.task_id,
    revision: row.revision,
    state: taskStateFrom(row.state),
  }));
}
