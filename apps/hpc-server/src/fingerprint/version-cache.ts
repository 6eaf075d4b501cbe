import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomically } from '@renderonline/runtime';
import { isMatch, Type } from '@renderonline/schema';
import type { Static } from 'typebox';

const CacheFile = Type.Record(
  Type.String(),
  Type.Object({
    mtimeMs: Type.Number(),
    size: Type.Number(),
    version: Type.Union([Type.String(), Type.Null()]),
  }),
);
type CacheFile = Static<typeof CacheFile>;

/** Versions of programs, asked for once: starting Blender to hear its own takes a second. */
export interface VersionCache {
  /**
   * @param key the program with all that decides about the answer
   * @param path its file; a changed one is asked again
   */
  versionOf(key: string, path: string, ask: () => Promise<string | null>): Promise<string | null>;
  /** Keeps what was asked for, and forgets the rest. */
  save(): Promise<void>;
}

/** Opens the cache of a data folder; one that cannot be read is empty. */
export async function openVersionCache(dataDirectory: string): Promise<VersionCache> {
  const path = join(dataDirectory, 'versions.json');
  const before = await readCache(path);
  const now: CacheFile = {};
  return {
    async versionOf(key, file, ask) {
      const entry = await stat(file).catch(() => undefined);
      if (entry === undefined) return null;
      const { mtimeMs, size } = entry;
      const known = now[key] ?? before[key];
      const version = known?.mtimeMs === mtimeMs && known.size === size ? known.version : await ask();
      // A program that said nothing may have lacked a library; it is asked again.
      if (version !== null) now[key] = { mtimeMs, size, version };
      return version;
    },
    save: () => writeFileAtomically(path, JSON.stringify(now)),
  };
}

async function readCache(path: string): Promise<CacheFile> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    return isMatch(CacheFile, value) ? value : {};
  } catch {
    return {};
  }
}
