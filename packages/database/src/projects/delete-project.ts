import { domainError } from '@renderonline/domain';
import type { Database } from '../database.ts';
import { isMysql } from '../dialects/is-mysql.ts';
import { projectNotFound } from './project.ts';

/**
 * Deletes a project with its list of files. The contents stay, and tasks that have ended, too.
 *
 * @throws 'project-not-found', also when it is another user's; 'project-in-use' while a task of it is in the queue
 */
export async function deleteProject(
  database: Database,
  input: { readonly projectId: number; readonly userId: number },
): Promise<void> {
  const { projectId, userId } = input;
  await database.transaction(async (trx) => {
    const row = await trx
      .selectFrom('projects')
      .select('project_id')
      .where('project_id', '=', projectId)
      .where('user_id', '=', userId)
      .$if(isMysql(trx), (query) => query.forUpdate())
      .executeTakeFirst();
    if (row === undefined) throw projectNotFound(projectId);
    const user = await trx
      .selectFrom('renders')
      .innerJoin('tasks', 'tasks.render_id', 'renders.render_id')
      .innerJoin('queue', 'queue.task_id', 'tasks.task_id')
      .select('tasks.task_id')
      .where('renders.project_id', '=', projectId)
      .limit(1)
      .executeTakeFirst();
    if (user !== undefined) {
      throw domainError(
        'project-in-use',
        `Task ${user.task_id} is made of the project ${projectId} and has not ended.`,
        { projectId, taskId: user.task_id },
      );
    }
    await trx.deleteFrom('projects').where('project_id', '=', projectId).execute();
  });
}
