import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissing } from '../errors/storage-error.ts';
import { namesIn } from '../files/names-in.ts';
import { isContentHash } from './content-errors.ts';
import type { ListedContent } from './content-store.ts';

/** Files looked at together. */
const statsAtOnce = 32;

/** The contents in a folder of them, one of its 256 parts after the other. */
export async function* listContentFiles(folder: string): AsyncGenerator<ListedContent> {
  for (const part of (await namesIn(folder)).filter((name) => /^[0-9a-f]{2}$/.test(name))) {
    const hashes = (await namesIn(join(folder, part))).filter((name) => isContentHash(name));
    for (let first = 0; first < hashes.length; first += statsAtOnce) {
      const batch = hashes.slice(first, first + statsAtOnce);
      const described = await Promise.all(
        batch.map((sha256) => describe(join(folder, part, sha256), sha256)),
      );
      yield* described.filter((content) => content !== undefined);
    }
  }
}

async function describe(path: string, sha256: string): Promise<ListedContent | undefined> {
  try {
    const { size, mtimeMs } = await stat(path);
    return { sha256, size, modifiedAtMs: Math.floor(mtimeMs) };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
