import type { Executor } from '../database.ts';
import { projectFromRow, type Project } from './project.ts';

/** @param input.userId only when it is this user's */
export async function findProject(
  executor: Executor,
  input: { readonly projectId: number; readonly userId?: number },
): Promise<Project | undefined> {
  const { projectId, userId } = input;
  const row = await executor
    .selectFrom('projects')
    .selectAll()
    .where('project_id', '=', projectId)
    .$if(userId !== undefined, (query) => query.where('user_id', '=', userId ?? 0))
    .executeTakeFirst();
  return row && projectFromRow(row);
}
