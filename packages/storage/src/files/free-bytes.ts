import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isMissing } from '../errors/storage-error.ts';

/** How much room there is for us on the disk of a folder, which need not be there yet. Bytes. */
export async function freeBytesOf(folder: string): Promise<number> {
  for (let place = folder; ; place = dirname(place)) {
    try {
      const disk = await statfs(place);
      return disk.bavail * disk.bsize;
    } catch (error) {
      if (!isMissing(error) || place === dirname(place)) throw error;
    }
  }
}
