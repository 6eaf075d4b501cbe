import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { contentDamaged } from '../contents/content-errors.ts';
import { storageError } from '../errors/storage-error.ts';
import { incomingChunks } from '../uploads/incoming-chunks.ts';
import { requireRoom, writeUpload } from '../uploads/write-upload.ts';
import { prepareEntry, type PreparedEntry } from './prepared-entry.ts';

export interface FileElsewhere {
  /** Bytes. */
  readonly size: number;
  readonly sha256: string;
  readonly open: () => Promise<Readable>;
}

export interface FetchLimits {
  /** Bytes that must stay free on the disk. */
  readonly minFreeBytes: number;
  /** Longest time in ms without a byte. */
  readonly idleTimeoutMs: number;
}

/** Where files are fetched to. */
export const fetchFolder = tmpdir;

/**
 * Fetches a file that lies elsewhere and opens it for the archive: only a whole file can say its size before its
 * bytes, and an archive that was begun cannot take a file back that breaks off. The copy has no name any more when
 * this returns, and goes when it is closed.
 *
 * @throws `disk-full` before anything is fetched where it does not fit, `upload-timed-out`, `upload-incomplete`,
 *   `content-damaged`, the signal's reason
 */
export async function prepareFetched(
  path: string,
  { size, sha256, open }: FileElsewhere,
  { signal, ...limits }: FetchLimits & { readonly signal: AbortSignal },
): Promise<PreparedEntry | undefined> {
  signal.throwIfAborted();
  await requireRoom(fetchFolder(), limits.minFreeBytes + size);
  const folder = await mkdtemp(join(fetchFolder(), 'renderonline-fetched-'));
  try {
    const copy = join(folder, 'file');
    const chunks = incomingChunks(await open(), { idleTimeoutMs: limits.idleTimeoutMs, signal });
    try {
      const upload = { chunks, limits: { ...limits, maxBytes: size }, expectedBytes: size };
      if ((await writeUpload(copy, upload)).sha256 !== sha256) throw contentDamaged(sha256);
    } finally {
      chunks.close();
    }
    return await prepareEntry(path, copy);
  } catch (error) {
    throw storageError(error, folder);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
