import { readdir } from 'node:fs/promises';
import { isMissing } from '../errors/storage-error.ts';

/** The names in a folder, in no order; none when there is no such folder. */
export async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}
