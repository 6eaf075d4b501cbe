import type { Executor } from '../database.ts';

/** Whether a render has this project file: then an upload that looks interrupted was not. */
export async function isFileReferenced(
  executor: Executor,
  input: { readonly filePath: string },
): Promise<boolean> {
  const row = await executor
    .selectFrom('renders')
    .select('render_id')
    .where('file_path', '=', input.filePath)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
