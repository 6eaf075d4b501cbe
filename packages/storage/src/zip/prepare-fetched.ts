import { mkdtemp, rm } from 'node:fs/promises';
import { createWriteStream } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { prepareEntry, type PreparedEntry } from './prepared-entry.ts';

/**
 * Fetches a file that lies elsewhere and opens it for the archive: only a whole file can say its size before its
 * bytes, and an archive that was begun cannot take a file back that breaks off. The copy has no name any more when
 * this returns, and goes when it is closed.
 */
export async function prepareFetched(
  path: string,
  open: () => Promise<Readable>,
): Promise<PreparedEntry | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'renderonline-fetched-'));
  try {
    const copy = join(folder, 'file');
    await pipeline(await open(), createWriteStream(copy));
    return await prepareEntry(path, copy);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
