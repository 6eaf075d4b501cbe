import { renameSync } from 'node:fs';
import { readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { Manifest } from '@renderonline/contract/link';
import { makeFolder, writeFileAtomically } from '@renderonline/runtime';
import { buildTree, closeTree, isTreeWhole, removeTree } from './project-tree.ts';

/** A project in the cache: a folder of its files, and the list of them beside it. */
export interface TreeEntry {
  /** The SHA-256 of its manifest. */
  readonly key: string;
  lastUsedMs: number;
  /** Bytes that it has beside the contents' own. */
  ownBytes: number;
  /** Leases, sessions and downloads that need it. */
  holds: number;
}

/** What is kept beside a tree. */
interface TreeFacts {
  readonly manifest: Manifest;
  readonly ownBytes: number;
}

/** The projects that this machine has, as folders of links to their contents. */
export interface TreeShelf {
  readonly entries: Map<string, TreeEntry>;
  folderOf(key: string): string;
  /** undefined when there is no such tree, or none that was finished. */
  manifestOf(key: string): Promise<Manifest | undefined>;
  isWhole(key: string, manifest: Manifest): Promise<boolean>;
  /** Builds one aside, and puts it in its place, or in that of a broken one, when it is finished. */
  build(entry: TreeEntry, manifest: Manifest, sourceOf: Parameters<typeof buildTree>[2]): Promise<void>;
  /** Notes the order of use, for the next run. */
  touch(entry: TreeEntry, now: Date): Promise<void>;
  /** In one step that nothing can come between: nobody finds half of it. */
  remove(key: string): Promise<void>;
}

/** Reads what earlier runs left in the folder, and removes what they left unfinished. */
export async function openTreeShelf(folder: string): Promise<TreeShelf> {
  await makeFolder(folder);
  const entries = new Map<string, TreeEntry>();
  const names = new Set(await readdir(folder));
  let serial = 0;

  const folderOf = (key: string) => join(folder, key);
  const factsPathOf = (key: string) => join(folder, `${key}.json`);

  async function readFacts(key: string): Promise<TreeFacts | undefined> {
    try {
      return JSON.parse(await readFile(factsPathOf(key), 'utf8')) as TreeFacts;
    } catch {
      return undefined;
    }
  }

  for (const name of names) {
    const key = name.replace(/\.json$/, '');
    const isPair = /^[0-9a-f]{64}$/.test(key) && names.has(key) && names.has(`${key}.json`);
    if (isPair && name === key) {
      const { mtimeMs } = await stat(factsPathOf(key));
      const ownBytes = (await readFacts(key))?.ownBytes ?? 0;
      entries.set(key, { key, lastUsedMs: mtimeMs, ownBytes, holds: 0 });
    }
    if (isPair) continue;
    const path = join(folder, name);
    await ((await stat(path)).isDirectory() ? removeTree(path) : rm(path, { force: true }));
  }

  async function remove(key: string): Promise<void> {
    const aside = join(folder, `removed-${(serial += 1)}`);
    try {
      renameSync(folderOf(key), aside);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
      throw error;
    }
    await rm(factsPathOf(key), { force: true });
    await removeTree(aside);
  }

  return {
    entries,
    folderOf,
    remove,
    isWhole: (key, manifest) => isTreeWhole(folderOf(key), manifest),
    manifestOf: async (key) => (await readFacts(key))?.manifest,
    async build(entry, manifest, sourceOf) {
      const { key } = entry;
      const aside = join(folder, `unfinished-${(serial += 1)}`);
      try {
        const ownBytes = await buildTree(aside, manifest, sourceOf);
        await closeTree(aside);
        await remove(key);
        const facts: TreeFacts = { manifest, ownBytes };
        await writeFileAtomically(factsPathOf(key), JSON.stringify(facts));
        await rename(aside, folderOf(key));
        entry.ownBytes = ownBytes;
      } catch (error) {
        await removeTree(aside).catch(() => undefined);
        throw error;
      }
    },
    async touch({ key }, now) {
      await utimes(factsPathOf(key), now, now).catch(() => undefined);
    },
  };
}
