import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { manifestSha256, type Manifest } from '@renderonline/contract/link';
import { createTurns, type Turns } from '../outputs/turns.ts';
import type { TaskFile } from '../leases/lease-runner.ts';
import { openContentShelf, type Content } from './content-shelf.ts';
import type { DownloadContext } from './download-content.ts';
import { forEach } from './for-each.ts';
import { fetchManifest, isOneFile, manifestOfOne, type ProjectOfTask } from './project-manifest.ts';
import { createRoomKeeper } from './room-keeper.ts';
import { createSharedContents } from './shared-contents.ts';
import { openTreeShelf, type TreeEntry } from './tree-shelf.ts';

/** A project that stays on this machine until it is released. */
export interface ProjectHold {
  /** The project's main file, under its own name. */
  readonly path: string;
  /** The folder of the project's files. Neither it nor they can be written to. */
  readonly folder: string;
  /** Another hold of the same project. */
  share(): ProjectHold;
  release(): void;
}

/** Projects by their content: what is in several of them is fetched once, and kept while there is room. */
export interface ProjectCache {
  /**
   * @throws LinkRefusal when RenderAPI will not hand it out; `ProjectUnavailable` when what it hands out is not
   *   the project; the system's error (a full disk); the signal's reason.
   */
  acquire(task: ProjectOfTask, signal: AbortSignal): Promise<ProjectHold>;
}

interface ProjectCacheInput extends DownloadContext {
  /** In it are a folder of contents and one of projects. */
  readonly dataDirectory: string;
  /** Beyond it the least recently used projects go; one that is in use stays whatever its size. */
  readonly limitBytes: number;
  /** Where this machine sees RenderAPI's own folder of contents; null: nowhere. */
  readonly sharedContents: string | null;
}

/** For so long it need not be looked at again whether a project is still there… */
const trustMs = 10_000;
/** …and longer when it has many files: looking takes some hundredth of that. */
const trustMsPerFile = 10;

/** Reads what earlier runs left in the folders. */
export async function openProjectCache(input: ProjectCacheInput): Promise<ProjectCache> {
  const { dataDirectory, limitBytes, clock, log } = input;
  const contents = await openContentShelf(join(dataDirectory, 'contents'), input);
  const trees = await openTreeShelf(join(dataDirectory, 'projects'));
  const shared = createSharedContents({
    ...{ folder: input.sharedContents, contentsId: () => input.api.contentsId(), log },
  });
  const room = createRoomKeeper({ contents, trees, limitBytes, log });
  const turnsByKey = new Map<string, Turns>();
  const trustedUntilMs = new WeakMap<TreeEntry, number>();

  function entryOf(key: string): TreeEntry {
    const known = trees.entries.get(key);
    if (known) return known;
    const entry: TreeEntry = { key, lastUsedMs: 0, ownBytes: 0, holds: 0 };
    trees.entries.set(key, entry);
    return entry;
  }

  async function manifestOf(task: ProjectOfTask, key: string, signal: AbortSignal): Promise<Manifest> {
    if (isOneFile(task)) return manifestOfOne(task.project);
    return (await trees.manifestOf(key)) ?? fetchManifest(task, input, signal);
  }

  /** Fetches what is neither on the shelf nor where RenderAPI keeps it. */
  async function fetchMissing(task: ProjectOfTask, needed: readonly Content[], signal: AbortSignal) {
    const missing: Content[] = [];
    await forEach(needed, async (content) => {
      const isThere = (await contents.has(content)) || (await shared.find(content)) !== undefined;
      if (!isThere) missing.push(content);
    });
    await room.make(missing.reduce((sum, { size }) => sum + size, 0));
    const isSingle = isOneFile(task);
    await forEach(missing, (content) => {
      const file: TaskFile = { taskId: task.taskId, sha256: isSingle ? null : content.sha256 };
      return contents.fetch(content, file, signal);
    });
    if (missing.length > 1) log.info({ taskId: task.taskId, files: missing.length }, 'the project is there');
  }

  async function prepare(task: ProjectOfTask, entry: TreeEntry, signal: AbortSignal): Promise<void> {
    const manifest = await manifestOf(task, entry.key, signal);
    if (!(await trees.isWhole(entry.key, manifest))) await build(task, entry, manifest, signal);
    trustedUntilMs.set(entry, clock.now().getTime() + trustMs + manifest.files.length * trustMsPerFile);
  }

  async function build(task: ProjectOfTask, entry: TreeEntry, manifest: Manifest, signal: AbortSignal) {
    const needed = [...new Map(manifest.files.map((file) => [file.sha256, file])).values()];
    const unpin = room.pin(needed);
    try {
      await fetchMissing(task, needed, signal);
      signal.throwIfAborted();
      await trees.build(entry, manifest, async (content) => {
        const own = contents.pathOf(content.sha256);
        const path = (await isFile(own)) ? undefined : await shared.find(content);
        return path === undefined ? { path: own, isOwn: true } : { path, isOwn: false };
      });
      for (const { sha256 } of needed) contents.loose.delete(sha256);
    } catch (error) {
      for (const content of needed) room.noteLoose(content, clock.now().getTime());
      if ((await trees.manifestOf(entry.key)) === undefined) trees.entries.delete(entry.key);
      throw error;
    } finally {
      unpin();
    }
  }

  function hold(entry: TreeEntry, mainPath: string): ProjectHold {
    entry.holds += 1;
    let isHeld = true;
    const folder = trees.folderOf(entry.key);
    return {
      folder,
      path: join(folder, mainPath),
      share: () => hold(entry, mainPath),
      release() {
        if (!isHeld) return;
        isHeld = false;
        entry.holds -= 1;
        if (entry.holds === 0) void room.make(0);
      },
    };
  }

  return {
    async acquire(task, signal) {
      const { manifest: announced } = task.project;
      // Null or absent: it is one file.
      const summary = announced ?? (await summaryOfOne(task.project));
      const key = summary.sha256;
      const turns = turnsByKey.get(key) ?? createTurns(1);
      turnsByKey.set(key, turns);
      const entry = entryOf(key);
      // From here on it is not thrown away under whoever fetches it.
      entry.holds += 1;
      try {
        await turns.take(async () => {
          const now = clock.now();
          entry.lastUsedMs = now.getTime();
          if (now.getTime() < (trustedUntilMs.get(entry) ?? -Infinity)) return;
          await prepare(task, entry, signal);
          await trees.touch(entry, now);
        }, signal);
        return hold(entry, summary.mainPath);
      } finally {
        entry.holds -= 1;
        if (entry.holds === 0) turnsByKey.delete(key);
      }
    },
  };
}

async function summaryOfOne(project: ProjectOfTask['project']) {
  const manifest = manifestOfOne(project);
  return { sha256: await manifestSha256(manifest), mainPath: manifest.mainPath };
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() === true;
}
