import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissing } from '../errors/storage-error.ts';
import { namesIn } from '../files/names-in.ts';

/** In a folder of contents: those that are still arriving. */
export const incomingName = '.incoming';

/**
 * Removes what killed programs left of contents that were arriving.
 *
 * @param input.olderThanMs nothing was written to it for so long
 * @param input.underWay names that this program is writing
 */
export async function sweepIncomingContents(input: {
  readonly folder: string;
  readonly olderThanMs: number;
  readonly underWay: ReadonlySet<string>;
}): Promise<number> {
  let removed = 0;
  for (const name of await namesIn(input.folder)) {
    if (input.underWay.has(name)) continue;
    const path = join(input.folder, name);
    try {
      const { mtimeMs } = await stat(path);
      if (Date.now() - mtimeMs < input.olderThanMs) continue;
      await rm(path);
      removed += 1;
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }
  return removed;
}
