import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { ByteRange, ContentStore } from '../contents/content-store.ts';
import { contentNotFound } from '../contents/content-errors.ts';

/** Bytes read at a time from files. */
const chunkBytes = 256 * 1024;

/** Where an archive lies: in a file here, or anywhere that gives ranges of it. */
export type ArchiveLocation =
  | { readonly path: string }
  | {
      /** Bytes. */
      readonly size: number;
      /** Both ends included. */
      readonly read: (range: ByteRange) => Promise<Readable>;
    };

/** An archive that is open for reading in any order, many readers at once. */
export interface ArchiveBytes {
  readonly size: number;
  /** So many bytes from there, fewer at the end of the archive. */
  read(start: number, length: number): Promise<Buffer>;
  /** So many bytes from there as a stream; `length` is not 0. */
  stream(start: number, length: number): Promise<Readable>;
  close(): Promise<void>;
}

/**
 * Where an archive is that was uploaded into a store.
 *
 * @throws `content-not-found`
 */
export async function archiveInStore(store: ContentStore, sha256: string): Promise<ArchiveLocation> {
  const size = await store.sizeOf(sha256);
  if (size === undefined) throw contentNotFound(sha256);
  const path = store.localPath(sha256);
  if (path !== undefined) return { path };
  return { size, read: async (range) => (await store.open(sha256, range)).stream };
}

export async function openArchive(location: ArchiveLocation): Promise<ArchiveBytes> {
  return 'path' in location ? openFile(location.path) : remoteBytes(location);
}

async function openFile(path: string): Promise<ArchiveBytes> {
  const handle = await open(path, 'r');
  return {
    size: (await handle.stat()).size,
    async read(start, length) {
      const bytes = Buffer.allocUnsafe(length);
      let filled = 0;
      while (filled < length) {
        const { bytesRead } = await handle.read(bytes, filled, length - filled, start + filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return bytes.subarray(0, filled);
    },
    stream: async (start, length) =>
      handle.createReadStream({
        start,
        end: start + length - 1,
        highWaterMark: chunkBytes,
        autoClose: false,
      }),
    close: () => handle.close(),
  };
}

function remoteBytes({ size, read }: Extract<ArchiveLocation, { size: number }>): ArchiveBytes {
  return {
    size,
    async read(start, length) {
      const end = Math.min(start + length, size) - 1;
      return start > end ? Buffer.alloc(0) : buffer(await read({ start, end }));
    },
    stream: (start, length) => read({ start, end: start + length - 1 }),
    close: () => Promise.resolve(),
  };
}
