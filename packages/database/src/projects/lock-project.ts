import { domainError } from '@renderonline/domain';
import type { Executor } from '../database.ts';
import { isMysql } from '../dialects/is-mysql.ts';
import { projectNotFound } from './project.ts';

/**
 * Keeps a project from being deleted until the transaction has put a task of it into the queue; then the task does.
 *
 * @throws 'project-not-found', also when it is another user's; 'project-incomplete'
 */
export async function lockProject(
  trx: Executor,
  input: { readonly projectId: number; readonly userId: number },
): Promise<void> {
  const { projectId, userId } = input;
  const row = await trx
    .selectFrom('projects')
    .select('is_complete')
    .where('project_id', '=', projectId)
    .where('user_id', '=', userId)
    .$if(isMysql(trx), (query) => query.forUpdate())
    .executeTakeFirst();
  if (row === undefined) throw projectNotFound(projectId);
  if (row.is_complete === 0) {
    throw domainError(
      'project-incomplete',
      `The project ${projectId} has files that were not uploaded yet. Ask for it again, and upload what is missing.`,
      { projectId },
    );
  }
}
