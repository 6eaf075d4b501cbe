import type { Executor } from '../database.ts';

/** Folders whose tasks are deleted and whose files may still be there. */
export async function listAbandonedFolders(
  executor: Executor,
  input: { readonly limit: number },
): Promise<{ readonly folderId: number; readonly filePath: string }[]> {
  const rows = await executor
    .selectFrom('abandoned_folders')
    .select(['folder_id', 'file_path'])
    .orderBy('folder_id')
    .limit(input.limit)
    .execute();
  return rows.map((row) => ({ folderId: row.folder_id, filePath: row.file_path }));
}

/** The folder is gone. */
export async function forgetAbandonedFolder(
  executor: Executor,
  input: { readonly folderId: number },
): Promise<void> {
  await executor.deleteFrom('abandoned_folders').where('folder_id', '=', input.folderId).execute();
}
