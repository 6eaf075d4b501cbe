import { randomUUID } from 'node:crypto';
import { chmod, open, rename, rm, stat, writeFile, type FileHandle } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { isDomainError } from '@renderonline/domain';
import { isMissing, storageError, systemCode } from '../errors/storage-error.ts';
import { createFolderSyncs } from '../files/folder-syncs.ts';
import { makeSyncedFolder } from '../files/make-synced-folder.ts';
import { syncFile } from '../files/sync-file.ts';
import { incomingChunks } from '../uploads/incoming-chunks.ts';
import { requireRoom, writeUpload } from '../uploads/write-upload.ts';
import { failureOfPut, mostBytesOf, requireAsAnnounced, requirePossible } from './announced-content.ts';
import { contentDamaged, contentNotFound, isContentHash, rangeWithin } from './content-errors.ts';
import { isSealed, sealContent } from './content-seal.ts';
import type { ByteRange, ContentStore, NewContent, StoredContent } from './content-store.ts';
import { inWindow } from './in-window.ts';
import { listContentFiles } from './list-content-files.ts';
import { requireSmallAsAnnounced, type SmallContent } from './small-content.ts';
import { createSoundContents, damagedName } from './sound-contents.ts';
import { incomingName, sweepIncomingContents } from './sweep-incoming-contents.ts';

export interface DirectoryContentsOptions {
  /** Created when it is not there. */
  readonly folder: string;
  /** Bytes that must stay free on its disk. */
  readonly minFreeBytes: number;
  /** Longest time in ms without a byte from a source; two minutes unless given. */
  readonly idleTimeoutMs?: number | undefined;
  /** A content was found to have other bytes by now, and is not there any more. Must not throw. */
  readonly onDamaged?: ((sha256: string) => Promise<void>) | undefined;
}

const defaultIdleTimeoutMs = 120_000;

/** Bytes read at a time. */
const chunkBytes = 256 * 1024;

/** Small contents that are written at once: the system makes one journal entry of several that are synced together. */
const smallAtOnce = 16;

/** Contents are read, and never changed. */
const contentMode = 0o444;

/** For so long damaged contents stay for somebody to look at. */
const damagedKeptMs = 30 * 24 * 3_600_000;

/**
 * Contents as files: `<folder>/<first two digits>/<sha256>`, written in `<folder>/.incoming` until they are whole.
 * Several programs may use one folder. Files that were changed by others are noticed when they are asked for, and put
 * aside in `<folder>/.damaged`.
 */
export function createDirectoryContents(options: DirectoryContentsOptions): ContentStore {
  const { minFreeBytes, idleTimeoutMs = defaultIdleTimeoutMs } = options;
  const folder = resolve(options.folder);
  const incomingFolder = join(folder, incomingName);
  /** Names in the incoming folder that this program is writing. */
  const underWay = new Set<string>();
  const folderSyncs = createFolderSyncs();

  const folderOf = (sha256: string): string => join(folder, sha256.slice(0, 2));
  const pathOf = (sha256: string): string => join(folderOf(sha256), sha256);
  const contents = createSoundContents({ folder, onDamaged: options.onDamaged ?? (() => Promise.resolve()) });

  /** Open, and of the right bytes. */
  async function openSound(sha256: string, trust: 'seal' | 'hash' = 'seal'): Promise<FileHandle> {
    if (!isContentHash(sha256)) throw contentNotFound(sha256);
    const path = pathOf(sha256);
    const handle = await open(path, 'r').catch((error: unknown) => {
      throw isMissing(error) ? contentNotFound(sha256) : error;
    });
    try {
      if (await contents.isSound({ handle, path, sha256 }, trust)) return handle;
      throw contentDamaged(sha256);
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  async function sizeOf(sha256: string): Promise<number | undefined> {
    if (!isContentHash(sha256)) return undefined;
    try {
      const found = await stat(pathOf(sha256), { bigint: true });
      if (!isSealed(found, sha256)) await (await openSound(sha256)).close();
      return Number(found.size);
    } catch (error) {
      const isGone = isMissing(error) || isDomainError(error, 'content-not-found');
      if (isGone || isDomainError(error, 'content-damaged')) return undefined;
      throw error;
    }
  }

  async function openContent(sha256: string, range?: ByteRange) {
    const handle = await openSound(sha256);
    try {
      const { size } = await handle.stat();
      if (range === undefined && size === 0) {
        await handle.close();
        return { size, stream: Readable.from([]) };
      }
      const { start, end } = rangeWithin(range ?? { start: 0, end: size - 1 }, size);
      return { size, stream: handle.createReadStream({ start, end, highWaterMark: chunkBytes }) };
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** Gives a whole, synced file its final name. It takes the place of one that is there: the bytes are the same. */
  async function publish(path: string, content: StoredContent): Promise<void> {
    await place(path, content);
    await folderSyncs.sync(folderOf(content.sha256));
  }

  async function place(path: string, { sha256, size }: StoredContent): Promise<void> {
    await sealContent(path, { sha256, size }, Date.now());
    try {
      await inFolder(folderOf(sha256), () => rename(path, pathOf(sha256)));
    } catch (error) {
      // Windows replaces no file that is read-only or open.
      const isInPlace = systemCode(error) !== 'ENOENT' && (await sizeOf(sha256)) === size;
      if (!isInPlace) throw error;
      await rm(path, { force: true });
    }
  }

  async function put(input: NewContent): Promise<StoredContent> {
    const chunks = incomingChunks(input.source, { idleTimeoutMs, signal: input.signal });
    const name = randomUUID();
    const part = join(incomingFolder, name);
    underWay.add(name);
    try {
      requirePossible(input);
      const maxBytes = mostBytesOf(input);
      const limits = { maxBytes, minFreeBytes, idleTimeoutMs };
      const upload = { chunks, limits, expectedBytes: maxBytes, mode: contentMode };
      const stored = await inFolder(incomingFolder, () => writeUpload(part, upload));
      requireAsAnnounced(input, stored);
      input.signal?.throwIfAborted();
      await publish(part, stored);
      return stored;
    } catch (error) {
      await rm(part, { force: true }).catch(() => undefined);
      throw failureOfPut(storageError(error, folder), input);
    } finally {
      underWay.delete(name);
      chunks.close();
    }
  }

  async function putSmall(small: AsyncIterable<SmallContent>): Promise<void> {
    const folders = new Set<string>();
    try {
      await inFolder(incomingFolder, () => requireRoom(incomingFolder, minFreeBytes));
      await inWindow(small, smallAtOnce, async (content) => {
        await putOneSmall(content);
        folders.add(folderOf(content.sha256));
      });
      // One sync keeps the names of all that came into a folder, also of those of other bundles.
      await Promise.all([...folders].map((one) => folderSyncs.sync(one)));
    } catch (error) {
      throw storageError(error, folder);
    }
  }

  async function putOneSmall(content: SmallContent): Promise<void> {
    requireSmallAsAnnounced(content);
    const name = randomUUID();
    const part = join(incomingFolder, name);
    underWay.add(name);
    try {
      await writeFile(part, content.bytes, { flag: 'wx', mode: contentMode, flush: true });
      await place(part, content);
    } catch (error) {
      await rm(part, { force: true }).catch(() => undefined);
      throw error;
    } finally {
      underWay.delete(name);
    }
  }

  async function adopt({ path, ...content }: StoredContent & { readonly path: string }): Promise<void> {
    try {
      if (!isContentHash(content.sha256)) throw new Error(`Not a hash of a content: ${content.sha256}`);
      await syncFile(path);
      await chmod(path, contentMode);
      await publish(path, content);
    } catch (error) {
      if (systemCode(error) !== 'EXDEV') throw storageError(error, folder);
      // On another disk.
      const source = (await open(path, 'r')).createReadStream({ highWaterMark: chunkBytes });
      await put({ ...content, source, maxBytes: content.size });
      await rm(path, { force: true });
    }
  }

  async function remove(sha256: string, only?: { readonly storedBeforeMs: number }): Promise<boolean> {
    if (!isContentHash(sha256)) return false;
    try {
      if (only !== undefined && (await stat(pathOf(sha256))).mtimeMs >= only.storedBeforeMs) return false;
      await rm(pathOf(sha256));
      return true;
    } catch (error) {
      if (isMissing(error)) return false;
      throw error;
    }
  }

  return {
    description: folder,
    sizeOf,
    open: openContent,
    doubt: async (sha256) => (await openSound(sha256, 'hash')).close(),
    put,
    putSmall,
    adopt,
    remove,
    list: () => listContentFiles(folder),
    localPath: (sha256) => (isContentHash(sha256) ? pathOf(sha256) : undefined),
    async sweep({ olderThanMs }) {
      const damaged = { folder: join(folder, damagedName), olderThanMs: damagedKeptMs, underWay };
      await sweepIncomingContents(damaged);
      return sweepIncomingContents({ folder: incomingFolder, olderThanMs, underWay });
    },
  };
}

/** Does something in a folder that is hardly ever not there yet. Then it is made, and the same done again. */
async function inFolder<Result>(folder: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!isMissing(error)) throw error;
    await makeSyncedFolder(folder);
    return work();
  }
}
