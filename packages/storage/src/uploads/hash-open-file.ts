import type { FileHandle } from 'node:fs/promises';
import { openBackgroundHash, type BackgroundHash } from './background-hash.ts';

const blockBytes = 512 * 1024;
const blockCount = 2;

/** The SHA-256 of a file in hexadecimal, computed on another thread, in constant memory. The file stays open. */
export async function hashOpenFile(handle: FileHandle): Promise<string> {
  const memory = new SharedArrayBuffer(blockBytes * blockCount);
  const hash = openBackgroundHash(memory);
  try {
    await hashBlocks(handle, memory, hash);
    return await hash.digest();
  } catch (error) {
    hash.drop();
    throw error;
  }
}

/** Reads one block while the one before it is hashed. */
async function hashBlocks(
  handle: FileHandle,
  memory: SharedArrayBuffer,
  hash: BackgroundHash,
): Promise<void> {
  let position = 0;
  let hashing: Promise<void> = Promise.resolve();
  for (let block = 0; ; block = (block + 1) % blockCount) {
    const offset = block * blockBytes;
    const view = new Uint8Array(memory, offset, blockBytes);
    const { bytesRead } = await handle.read(view, 0, blockBytes, position);
    await hashing;
    if (bytesRead === 0) return;
    hashing = hash.update(offset, bytesRead);
    // Looked at in the next round; until then nobody waits for it.
    hashing.catch(() => undefined);
    position += bytesRead;
  }
}
