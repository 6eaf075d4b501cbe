import { lstatSync, unlinkSync } from 'node:fs';
import { chmod, lstat, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '@renderonline/runtime';
import { createTurns, type Turns } from '../outputs/turns.ts';
import type { TaskFile } from '../leases/lease-runner.ts';
import { forEach } from './for-each.ts';
import { downloadContent, wholeBytes, type DownloadContext } from './download-content.ts';

/** Bytes by their SHA-256, and how many of them there are. */
export interface Content {
  readonly sha256: string;
  readonly size: number;
}

/** Contents that no project on this machine is made of: what broken off downloads left. */
export interface LooseContent extends Content {
  readonly lastUsedMs: number;
}

/** The contents that this machine has fetched: each once, whoever needs it. */
export interface ContentShelf {
  pathOf(sha256: string): string;
  /** Looks on disk. One of another size does not count. */
  has(content: Content): Promise<boolean>;
  /**
   * Fetches one that is not there. One download at a time of the same content: the second goes on where the first
   * stopped, or finds it there.
   *
   * @throws as `downloadContent`
   */
  fetch(content: Content, file: TaskFile, signal: AbortSignal): Promise<void>;
  /** Removes one, in one step that nothing can come between, unless a project has a link to it. */
  removeUnused(sha256: string): void;
  /** Of all that is there. */
  bytes(): number;
  /** What was loose when this program started, and is still there. */
  readonly loose: Map<string, LooseContent>;
}

/** Enough to hide the way to RenderAPI and back, few enough to leave it to the uploads. */
const downloadsAtOnce = 8;
/** Beside the folders of contents, whose names are two digits. */
const incomingName = '.incoming';

/** Reads what earlier runs left in the folder. */
export async function openContentShelf(folder: string, context: DownloadContext): Promise<ContentShelf> {
  const incoming = join(folder, incomingName);
  await makeFolder(incoming);
  const loose = new Map<string, LooseContent>();
  const prefixes = new Set<string>();
  let bytes = await readShelf();
  const downloads = createTurns(downloadsAtOnce);
  const turnsBySha256 = new Map<string, { readonly turns: Turns; waiting: number }>();

  function pathOf(sha256: string): string {
    return join(folder, sha256.slice(0, 2), sha256);
  }

  async function readShelf(): Promise<number> {
    let sum = 0;
    const found = (await readdir(folder)).filter(
      (name) => name === incomingName || /^[0-9a-f]{2}$/.test(name),
    );
    for (const prefix of found) {
      await forEach(await readdir(join(folder, prefix)), async (name) => {
        const { size, nlink, mtimeMs } = await stat(join(folder, prefix, name));
        sum += size;
        if (nlink === 1) loose.set(name, { sha256: name, size, lastUsedMs: mtimeMs });
      });
    }
    return sum;
  }

  async function makePrefix(prefix: string): Promise<void> {
    if (prefixes.has(prefix)) return;
    await makeFolder(join(folder, prefix));
    prefixes.add(prefix);
  }

  async function has({ sha256, size }: Content): Promise<boolean> {
    const path = pathOf(sha256);
    const facts = await lstat(path).catch(() => undefined);
    if (facts?.isFile() === true && facts.size === size) return true;
    if (facts === undefined) return false;
    // Somebody has changed it.
    bytes -= facts.size;
    await rm(path, { recursive: true, force: true });
    return false;
  }

  async function fetchAlone(content: Content, file: TaskFile, signal: AbortSignal): Promise<void> {
    const { sha256, size } = content;
    if (await has(content)) return;
    const part = join(incoming, sha256);
    const before = size > wholeBytes ? await sizeOf(part) : 0;
    try {
      await downloadContent({ file, size, sha256, path: part, signal }, context);
    } finally {
      if (size > wholeBytes) bytes += (await sizeOf(part)) - before;
    }
    if (size <= wholeBytes) bytes += size;
    // Whoever renders it must not change it for the others.
    await chmod(part, 0o444);
    await makePrefix(sha256.slice(0, 2));
    await rename(part, pathOf(sha256));
  }

  return {
    pathOf,
    has,
    loose,
    bytes: () => bytes,
    async fetch(content, file, signal) {
      const { sha256 } = content;
      const entry = turnsBySha256.get(sha256) ?? { turns: createTurns(1), waiting: 0 };
      turnsBySha256.set(sha256, entry);
      entry.waiting += 1;
      try {
        await entry.turns.take(() => downloads.take(() => fetchAlone(content, file, signal), signal), signal);
      } finally {
        entry.waiting -= 1;
        if (entry.waiting === 0) turnsBySha256.delete(sha256);
      }
    },
    removeUnused(sha256) {
      for (const path of [pathOf(sha256), join(incoming, sha256)]) {
        const facts = lstatSync(path, { throwIfNoEntry: false });
        if (facts === undefined || facts.nlink > 1) continue;
        unlinkSync(path);
        bytes -= facts.size;
      }
      loose.delete(sha256);
    },
  };
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => undefined))?.size ?? 0;
}
