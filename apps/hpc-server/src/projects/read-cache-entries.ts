import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A content in the cache, whole or as far as it was fetched. */
export interface CacheEntry {
  readonly sha256: string;
  bytes: number;
  lastUsedMs: number;
  /** Leases, sessions and downloads that need it. */
  holds: number;
}

/** What lies in the cache's folder: a folder for each content, named by it, last used when it says. */
export async function readCacheEntries(folder: string): Promise<Map<string, CacheEntry>> {
  const entries = new Map<string, CacheEntry>();
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if (!/^[0-9a-f]{64}$/.test(name)) {
      await rm(path, { recursive: true, force: true });
      continue;
    }
    const { mtimeMs } = await stat(path);
    entries.set(name, { sha256: name, bytes: await bytesIn(path), lastUsedMs: mtimeMs, holds: 0 });
  }
  return entries;
}

/** The same content under several names is there once. */
async function bytesIn(home: string): Promise<number> {
  const sizes = await Promise.all(
    (await readdir(home)).map(async (name) => (await stat(join(home, name))).size),
  );
  return Math.max(0, ...sizes);
}
