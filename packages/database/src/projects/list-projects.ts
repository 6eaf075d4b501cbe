import type { Executor } from '../database.ts';
import { projectFromRow, type Project } from './project.ts';

/**
 * A user's projects, newest first.
 *
 * @param input.beforeProjectId only older ones: for the next page
 */
export async function listProjects(
  executor: Executor,
  input: { readonly userId: number; readonly limit: number; readonly beforeProjectId?: number },
): Promise<Project[]> {
  const { userId, limit, beforeProjectId } = input;
  let query = executor
    .selectFrom('projects')
    .selectAll()
    .where('user_id', '=', userId)
    .orderBy('project_id', 'desc')
    .limit(limit);
  if (beforeProjectId !== undefined) query = query.where('project_id', '<', beforeProjectId);
  return (await query.execute()).map(projectFromRow);
}
