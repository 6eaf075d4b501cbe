import { hash } from 'node:crypto';
import type { Executor } from '../database.ts';
import type { ProjectFile } from './list-project-files.ts';

/** The file of a project that has this path. */
export async function findProjectFile(
  executor: Executor,
  input: { readonly projectId: number; readonly path: string },
): Promise<ProjectFile | undefined> {
  const row = await executor
    .selectFrom('project_files')
    .select(['path', 'size', 'sha256'])
    .where('project_id', '=', input.projectId)
    .where('path_sha256', '=', hash('sha256', input.path))
    .executeTakeFirst();
  return row && { path: row.path, size: row.size, sha256: row.sha256 };
}
