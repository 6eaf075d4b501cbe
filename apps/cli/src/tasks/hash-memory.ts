import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { HashMemory } from '@renderonline/client';

/** Files that are remembered: some 50 MB. */
const mostRemembered = 250_000;

/** Remembers in a file what files hashed to. What cannot be kept is read anew. */
export interface KeptHashMemory extends HashMemory {
  /** Writes down what is new. Never throws. */
  save(): Promise<void>;
}

type Entry = readonly [stamp: string, sha256: string];

/** @param path where it is kept; nothing needs to be there */
export async function openHashMemory(path: string): Promise<KeptHashMemory> {
  const hashes = await readHashes(path);
  let isChanged = false;
  return {
    find(filePath, stamp) {
      const [known, sha256] = hashes.get(filePath) ?? [];
      return known === stamp ? sha256 : undefined;
    },
    keep(filePath, stamp, sha256) {
      // The newest come last, and stay longest.
      hashes.delete(filePath);
      hashes.set(filePath, [stamp, sha256]);
      isChanged = true;
    },
    forget(filePath) {
      isChanged = hashes.delete(filePath) || isChanged;
    },
    async save() {
      if (isChanged) await write(path, hashes).catch(() => undefined);
      isChanged = false;
    },
  };
}

async function readHashes(path: string): Promise<Map<string, Entry>> {
  try {
    const hashes: unknown = JSON.parse(await readFile(path, 'utf8'));
    return new Map(
      Object.entries(hashes ?? {}).filter((entry): entry is [string, Entry] => isEntry(entry[1])),
    );
  } catch {
    return new Map();
  }
}

function isEntry(value: unknown): value is Entry {
  if (!Array.isArray(value)) return false;
  const [stamp, sha256] = value as unknown[];
  return typeof stamp === 'string' && typeof sha256 === 'string' && /^[0-9a-f]{64}$/.test(sha256);
}

async function write(path: string, hashes: ReadonlyMap<string, Entry>): Promise<void> {
  const { makeFolder, writeFileAtomically } = await import('@renderonline/runtime');
  await makeFolder(dirname(path));
  const newest = [...hashes].slice(-mostRemembered);
  await writeFileAtomically(path, JSON.stringify(Object.fromEntries(newest)), { mode: 0o600 });
}
