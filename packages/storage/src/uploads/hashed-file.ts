import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { openBackgroundHash, type BackgroundHash } from './background-hash.ts';

/** Memory of one upload: 2 MiB at most, however large the file. */
const largestBlockBytes = 512 * 1024;
const blocksOfLargeFiles = 4;

/** Writes a file block by block and hashes it meanwhile on another thread, in constant memory. */
export interface HashedFile {
  /** Bytes taken so far. */
  readonly size: number;
  /** Takes a chunk; wait for the promise, when there is one, before the next. The chunk is copied. */
  write(chunk: Uint8Array): Promise<void> | undefined;
  /** Writes the rest, puts everything on the disk itself, and closes the file. */
  finish(): Promise<{ readonly size: number; readonly sha256: string }>;
  /** Writes the rest and closes the file without its hash: somebody goes on with it later. */
  suspend(): Promise<void>;
  /** Gives up: waits for what is being written, and closes the file. Never throws. */
  abandon(): Promise<void>;
}

/**
 * @param expectedBytes the most that will be written, when that is known; a file of one block needs no more.
 * @param startAt where in the file writing begins; the hash is of what is written
 */
export function writeHashedFile(handle: FileHandle, expectedBytes = Infinity, startAt = 0): HashedFile {
  const isSmall = expectedBytes <= largestBlockBytes;
  const blockBytes = isSmall ? Math.max(expectedBytes, 1) : largestBlockBytes;
  const blockCount = isSmall ? 1 : blocksOfLargeFiles;
  const memory = new SharedArrayBuffer(blockBytes * blockCount);
  const freeBlocks = Array.from({ length: blockCount }, (_, index) => index * blockBytes);
  let block = freeBlocks.pop() ?? 0;
  let filled = 0;
  let size = 0;
  let hash: BackgroundHash | undefined;
  let failure: { readonly error: unknown } | undefined;
  let wakeWriter: (() => void) | undefined;
  /** Writes go one after another: at most one thread of Node's pool is busy with one upload. */
  let written: Promise<void> = Promise.resolve();
  const underWay = new Set<Promise<void>>();

  async function writeOut(offset: number, length: number, position: number): Promise<void> {
    for (let done = 0; done < length;) {
      const view = new Uint8Array(memory, offset + done, length - done);
      const { bytesWritten } = await handle.write(view, 0, view.length, position + done);
      done += bytesWritten;
    }
  }

  function submitBlock(): void {
    const offset = block;
    const length = filled;
    const position = startAt + size - filled;
    hash ??= openBackgroundHash(memory);
    written = written.then(() => (failure === undefined ? writeOut(offset, length, position) : undefined));
    const work: Promise<void> = Promise.all([written, hash.update(offset, length)])
      .then(() => {
        freeBlocks.push(offset);
      })
      .catch((error: unknown) => {
        failure ??= { error };
      })
      .finally(() => {
        underWay.delete(work);
        wakeWriter?.();
      });
    underWay.add(work);
    filled = 0;
  }

  async function nextBlock(): Promise<void> {
    while (failure === undefined) {
      const free = freeBlocks.pop();
      if (free !== undefined) {
        block = free;
        return;
      }
      await new Promise<void>((resolve) => {
        wakeWriter = resolve;
      });
    }
    throw failure.error;
  }

  function copy(chunk: Uint8Array): number {
    const length = Math.min(chunk.length, blockBytes - filled);
    new Uint8Array(memory, block + filled, length).set(chunk.subarray(0, length));
    filled += length;
    size += length;
    return length;
  }

  async function writeAcrossBlocks(chunk: Uint8Array): Promise<void> {
    for (let taken = 0; taken < chunk.length;) {
      if (filled === blockBytes) {
        submitBlock();
        await nextBlock();
      }
      taken += copy(chunk.subarray(taken));
    }
  }

  async function hashOfRest(): Promise<string> {
    // A file of one block is hashed here: handing it over would take longer.
    if (hash === undefined) {
      await writeOut(block, filled, startAt);
      return createHash('sha256')
        .update(new Uint8Array(memory, block, filled))
        .digest('hex');
    }
    if (filled > 0) submitBlock();
    const digest = hash.digest();
    // Looked at below; until then nobody waits for it.
    digest.catch(() => undefined);
    await Promise.all(underWay);
    if (failure !== undefined) throw failure.error;
    return digest;
  }

  async function suspend(): Promise<void> {
    await Promise.all(underWay);
    if (failure !== undefined) throw failure.error;
    await writeOut(block, filled, startAt + size - filled);
    hash?.drop();
    await handle.close();
  }

  async function abandon(): Promise<void> {
    failure ??= { error: new Error('The file was abandoned') };
    hash?.drop();
    await Promise.all(underWay);
    await written.catch(() => undefined);
    await handle.close().catch(() => undefined);
  }

  return {
    get size() {
      return size;
    },
    write(chunk) {
      if (failure !== undefined) return Promise.reject(asError(failure.error));
      if (filled + chunk.length > blockBytes) return writeAcrossBlocks(chunk);
      copy(chunk);
      return undefined;
    },
    async finish() {
      const sha256 = await hashOfRest();
      await handle.sync();
      await handle.close();
      return { size, sha256 };
    },
    suspend,
    abandon,
  };
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error('Writing failed', { cause: thrown });
}
