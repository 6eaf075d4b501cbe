import { createHash, hash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { isMainThread, parentPort, workerData } from 'node:worker_threads';

/** Marks a worker as this thread, so that importing the file elsewhere starts nothing. */
export const hashThreadName = 'renderonline-client-hash';

export interface HashOrder {
  readonly id: number;
  readonly filePath: string;
}

export type HashAnswer =
  | { readonly id: number; readonly size: number; readonly sha256: string }
  | { readonly id: number; readonly message: string; readonly code: string | undefined };

const chunkBytes = 1024 * 1024;

/** @throws the system's error when it cannot be read */
export async function hashFile(filePath: string): Promise<{ size: number; sha256: string }> {
  const file = await open(filePath);
  try {
    const { size: expected } = await file.stat();
    if (expected < chunkBytes) {
      const bytes = await file.readFile();
      return { size: bytes.length, sha256: hash('sha256', bytes) };
    }
    const running = createHash('sha256');
    const buffer = Buffer.allocUnsafe(chunkBytes);
    let size = 0;
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, chunkBytes);
      if (bytesRead === 0) return { size, sha256: running.digest('hex') };
      running.update(buffer.subarray(0, bytesRead));
      size += bytesRead;
    }
  } finally {
    await file.close();
  }
}

/** The same without others' turns in between, which take longer than to read a small file: for a thread of its own. */
function hashFileSync(filePath: string): { size: number; sha256: string } {
  const file = openSync(filePath, 'r');
  try {
    const { size: expected } = fstatSync(file);
    if (expected < chunkBytes) {
      const bytes = readFileSync(file);
      return { size: bytes.length, sha256: hash('sha256', bytes) };
    }
    const running = createHash('sha256');
    const buffer = Buffer.allocUnsafe(chunkBytes);
    let size = 0;
    for (;;) {
      const bytesRead = readSync(file, buffer);
      if (bytesRead === 0) return { size, sha256: running.digest('hex') };
      running.update(buffer.subarray(0, bytesRead));
      size += bytesRead;
    }
  } finally {
    closeSync(file);
  }
}

function answer({ id, filePath }: HashOrder): HashAnswer {
  try {
    return { id, ...hashFileSync(filePath) };
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException;
    return { id, message, code };
  }
}

if (!isMainThread && parentPort !== null && workerData === hashThreadName) {
  const port = parentPort;
  port.on('message', (order: HashOrder) => {
    port.postMessage(answer(order));
  });
}
