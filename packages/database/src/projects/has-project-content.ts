import type { Executor } from '../database.ts';

/** Whether a file of the project has this content. */
export async function hasProjectContent(
  executor: Executor,
  input: { readonly projectId: number; readonly sha256: string },
): Promise<boolean> {
  const row = await executor
    .selectFrom('project_files')
    .select('project_id')
    // By its content first: the files of a project are many, those of a content in different projects few.
    .where('sha256', '=', input.sha256)
    .where('project_id', '=', input.projectId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
