import { lstat } from 'node:fs/promises';
import { isMissing } from '../errors/storage-error.ts';

/** Whether it is a folder itself: a renderer may have put a link there that leads out of the task's folder. */
export async function isRealFolder(folder: string): Promise<boolean> {
  try {
    return (await lstat(folder)).isDirectory();
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}
