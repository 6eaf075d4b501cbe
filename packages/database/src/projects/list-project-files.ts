import type { Executor } from '../database.ts';

/** A file of a project. */
export interface ProjectFile {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly sha256: string;
}

/** The files of a project, in no order; none of one that is not there. */
export async function listProjectFiles(
  executor: Executor,
  input: { readonly projectId: number },
): Promise<ProjectFile[]> {
  const rows = await executor
    .selectFrom('project_files')
    .select(['path', 'size', 'sha256'])
    .where('project_id', '=', input.projectId)
    .execute();
  return rows.map(({ path, size, sha256 }) => ({ path, size, sha256 }));
}
