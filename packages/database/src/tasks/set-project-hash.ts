import type { Executor } from '../database.ts';

/**
 * Keeps the hash of a task's project file, once it is computed.
 *
 * @param input.sha256 64 lower-case hexadecimal digits
 */
export async function setProjectHash(
  executor: Executor,
  input: { readonly renderId: number; readonly sha256: string },
): Promise<void> {
  await executor
    .updateTable('renders')
    .set({ file_sha256: input.sha256 })
    .where('render_id', '=', input.renderId)
    .execute();
}
