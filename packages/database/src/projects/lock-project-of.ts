import type { Executor } from '../database.ts';
import { lockProject } from './lock-project.ts';

/** Locks the project of a task that is to be rendered again. @throws as `lockProject` */
export async function lockProjectOf(
  trx: Executor,
  { taskId, userId }: { readonly taskId: number; readonly userId: number },
): Promise<void> {
  const render = await trx
    .selectFrom('tasks')
    .innerJoin('renders', 'renders.render_id', 'tasks.render_id')
    .select('renders.project_id')
    .where('tasks.task_id', '=', taskId)
    .executeTakeFirst();
  const projectId = render?.project_id ?? null;
  if (projectId !== null) await lockProject(trx, { projectId, userId });
}
