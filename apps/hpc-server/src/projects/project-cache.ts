import { renameSync } from 'node:fs';
import { chmod, copyFile, link, lstat, readdir, rename, rm, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { LinkTask } from '@renderonline/contract/link';
import { sanitizeFileName } from '@renderonline/domain';
import { makeFolder } from '@renderonline/runtime';
import { createTurns, type Turns } from '../outputs/turns.ts';
import { downloadProject, type DownloadContext } from './download-project.ts';
import { readCacheEntries, type CacheEntry } from './read-cache-entries.ts';

/** A project that stays on this machine until it is released. */
export interface ProjectHold {
  /** The project under its own file name. */
  readonly path: string;
  /** The folder that it lies in. */
  readonly folder: string;
  /** Another hold of the same project. */
  share(): ProjectHold;
  release(): void;
}

/** What a project is wanted for. */
export type ProjectOfTask = Pick<LinkTask, 'taskId' | 'project'>;

/** Projects by their content, fetched once and kept while there is room. */
export interface ProjectCache {
  /**
   * @throws LinkRefusal when RenderAPI will not hand it out; `ProjectUnavailable` when what it hands out is not
   *   the project; the system's error (a full disk); the signal's reason.
   */
  acquire(task: ProjectOfTask, signal: AbortSignal): Promise<ProjectHold>;
}

interface ProjectCacheInput extends DownloadContext {
  readonly folder: string;
  /** Beyond it the least recently used projects go; one that is in use stays whatever its size. */
  readonly limitBytes: number;
}

/** A project that is being fetched; a name that no project can have. */
const partName = '.incoming';
/** For so long it need not be looked at again whether a project is still there. */
const trustMs = 10_000;

/** Reads what earlier runs left in the folder. */
export async function openProjectCache(input: ProjectCacheInput): Promise<ProjectCache> {
  const { folder, limitBytes, clock, log } = input;
  await makeFolder(folder);
  const entries = await readCacheEntries(folder);
  // One at a time for each content: the second finds what the first has fetched, or goes on where it stopped.
  const turnsBySha256 = new Map<string, Turns>();
  const seenMs = new Map<string, number>();
  let removed = 0;

  function entryOf(sha256: string): CacheEntry {
    const known = entries.get(sha256);
    if (known) return known;
    const entry: CacheEntry = { sha256, bytes: 0, lastUsedMs: 0, holds: 0 };
    entries.set(sha256, entry);
    return entry;
  }

  async function makeRoom(): Promise<void> {
    let bytes = [...entries.values()].reduce((sum, entry) => sum + entry.bytes, 0);
    if (bytes <= limitBytes) return;
    for (const entry of [...entries.values()].sort((a, b) => a.lastUsedMs - b.lastUsedMs)) {
      if (bytes <= limitBytes) return;
      if (entry.holds > 0) continue;
      bytes -= entry.bytes;
      await remove(entry);
    }
  }

  async function remove({ sha256 }: CacheEntry): Promise<void> {
    entries.delete(sha256);
    seenMs.clear();
    const aside = join(folder, `removed-${(removed += 1)}`);
    try {
      // In one step that nothing can come between: nobody finds half of it.
      renameSync(join(folder, sha256), aside);
      await rm(aside, { recursive: true, force: true });
    } catch (error) {
      log.warn({ err: error, sha256 }, 'a project cannot be removed from the cache');
    }
  }

  async function fetch(task: ProjectOfTask, signal: AbortSignal): Promise<string> {
    const { sha256, size } = task.project;
    const home = join(folder, sha256);
    const path = join(home, sanitizeFileName(task.project.fileName));
    if (await isThere(path, size)) return path;
    await makeFolder(home);
    const twin = await findTwin(home, size);
    if (twin !== undefined) {
      await link(twin, path).catch(() => copyFile(twin, path));
      return path;
    }
    entryOf(sha256).bytes = size;
    await makeRoom();
    const part = join(home, partName);
    await downloadProject({ taskId: task.taskId, size, sha256, path: part, signal }, input);
    await rename(part, path);
    // Whoever renders it must not change it for the others.
    await chmod(path, 0o444);
    return path;
  }

  /** Looks on disk, but not for each of many short leases. */
  async function present(task: ProjectOfTask, entry: CacheEntry, signal: AbortSignal): Promise<string> {
    const key = `${task.project.sha256}/${task.project.fileName}`;
    const now = clock.now();
    if (now.getTime() - (seenMs.get(key) ?? -Infinity) < trustMs) {
      return join(folder, task.project.sha256, sanitizeFileName(task.project.fileName));
    }
    const path = await fetch(task, signal);
    seenMs.set(key, clock.now().getTime());
    entry.bytes = task.project.size;
    // The order of use, for the next run.
    await utimes(join(folder, task.project.sha256), now, now).catch(() => undefined);
    return path;
  }

  function hold(entry: CacheEntry, path: string): ProjectHold {
    entry.holds += 1;
    let isHeld = true;
    return {
      path,
      folder: dirname(path),
      share: () => hold(entry, path),
      release() {
        if (!isHeld) return;
        isHeld = false;
        entry.holds -= 1;
        if (entry.holds === 0) void makeRoom();
      },
    };
  }

  return {
    async acquire(task, signal) {
      const { sha256 } = task.project;
      const turns = turnsBySha256.get(sha256) ?? createTurns(1);
      turnsBySha256.set(sha256, turns);
      const entry = entryOf(sha256);
      // From here on it is not thrown away under whoever fetches it.
      entry.holds += 1;
      try {
        const path = await turns.take(() => present(task, entry, signal), signal);
        entry.lastUsedMs = clock.now().getTime();
        return hold(entry, path);
      } finally {
        entry.holds -= 1;
        if (entry.holds === 0) turnsBySha256.delete(sha256);
      }
    },
  };
}

async function isThere(path: string, size: number): Promise<boolean> {
  const facts = await lstat(path).catch(() => undefined);
  if (facts?.isFile() === true && facts.size === size) return true;
  // Somebody has changed it.
  if (facts) await rm(path, { recursive: true, force: true });
  return false;
}

/** The same content under another name. */
async function findTwin(home: string, size: number): Promise<string | undefined> {
  for (const name of await readdir(home)) {
    const path = join(home, name);
    if (name !== partName && (await isThere(path, size))) return path;
  }
  return undefined;
}
