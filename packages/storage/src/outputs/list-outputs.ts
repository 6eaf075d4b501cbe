import { lstat } from 'node:fs/promises';
import { isMissing } from '../errors/storage-error.ts';
import { walkOutputs } from './walk-outputs.ts';

export interface OutputDescription {
  /** Relative, with '/'. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** ms since 1970. */
  readonly modifiedAtMs: number;
}

/** Files looked at together while listing. */
const statsAtOnce = 32;

/**
 * Everything that a task's renderers wrote, in the order of walkOutputs. A file that is still being written is
 * listed with the size it has now.
 */
export async function listOutputs(task: { readonly filePath: string }): Promise<OutputDescription[]> {
  const found: (OutputDescription | undefined)[] = [];
  let batch: Promise<OutputDescription | undefined>[] = [];
  for await (const file of walkOutputs(task.filePath)) {
    batch.push(describe(file.path, file.absolutePath));
    if (batch.length < statsAtOnce) continue;
    found.push(...(await Promise.all(batch)));
    batch = [];
  }
  found.push(...(await Promise.all(batch)));
  return found.filter((output) => output !== undefined);
}

/** Whether there is anything to list, without looking at all of it. */
export async function hasOutputs(task: { readonly filePath: string }): Promise<boolean> {
  for await (const _file of walkOutputs(task.filePath)) return true;
  return false;
}

async function describe(path: string, absolutePath: string): Promise<OutputDescription | undefined> {
  try {
    const { size, mtimeMs } = await lstat(absolutePath);
    return { path, size, modifiedAtMs: Math.floor(mtimeMs) };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
