import { open } from 'node:fs/promises';
import { BrokenImage } from './broken-image.ts';

const windowBytes = 256 * 1024;

/** Reads anywhere in a file through one window, so that a large file takes no more memory than a small one. */
export interface FileWindow {
  readonly size: number;
  /**
   * @returns the bytes, valid until the next call
   * @throws BrokenImage when the file ends before them.
   */
  bytes(offset: number, length: number): Promise<Buffer>;
  /** The bytes of a range in order, in pieces that are valid until the next one is asked for. */
  pieces(offset: number, length: number): AsyncGenerator<Buffer, void, undefined>;
  close(): Promise<void>;
}

/** @throws the system's error when the file cannot be opened. */
export async function openFileWindow(path: string): Promise<FileWindow> {
  const file = await open(path, 'r');
  const { size } = await file.stat();
  let storage = Buffer.allocUnsafe(Math.min(size, windowBytes));
  let start = 0;
  let filled = 0;

  async function moveTo(offset: number, length: number): Promise<void> {
    if (storage.length < length) storage = Buffer.allocUnsafe(length);
    start = offset;
    filled = 0;
    while (filled < storage.length) {
      const { bytesRead } = await file.read(storage, filled, storage.length - filled, start + filled);
      if (bytesRead === 0) return;
      filled += bytesRead;
    }
  }

  async function bytes(offset: number, length: number): Promise<Buffer> {
    if (offset + length > size) throw new BrokenImage('the file ends too early');
    if (offset < start || offset + length > start + filled) await moveTo(offset, length);
    const found = storage.subarray(offset - start, offset - start + length);
    // Somebody has cut it short since it was opened.
    if (offset + length > start + filled) throw new BrokenImage('the file ends too early');
    return found;
  }

  return {
    size,
    bytes,
    async *pieces(offset, length) {
      if (offset + length > size) throw new BrokenImage('the file ends too early');
      for (let done = 0; done < length;) {
        const piece = await bytes(offset + done, Math.min(windowBytes, length - done));
        yield piece;
        done += piece.length;
      }
    },
    close: () => file.close(),
  };
}
