import { open } from 'node:fs/promises';

/** Puts what was written to a file on the disk itself. */
export async function syncFile(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
