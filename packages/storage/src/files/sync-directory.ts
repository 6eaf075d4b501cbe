import { open } from 'node:fs/promises';

/**
 * Makes the names inside a folder survive a power cut. Windows cannot open folders and keeps names safe by
 * itself.
 */
export async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
