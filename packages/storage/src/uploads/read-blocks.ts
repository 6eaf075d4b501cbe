import { createHash } from 'node:crypto';
import { openBackgroundHash, type BackgroundHash } from './background-hash.ts';

/** So much is hashed at once rather than handed over, which would take longer. */
const hashedHereBytes = 512 * 1024;

export interface HashedBlock {
  /** In memory that is used again: it is the caller's until `blockCount - 1` more blocks have been asked for. */
  readonly bytes: Uint8Array;
  /** No more blocks come after it. */
  readonly isLast: boolean;
}

/** Chunks of any size, collected in blocks of one size and hashed meanwhile on another thread. */
export interface BlockReader {
  /** Bytes of all blocks so far. */
  readonly size: number;
  /** @returns undefined when there are no more; the first block may be empty. */
  next(): Promise<HashedBlock | undefined>;
  /** SHA-256 in hexadecimal of everything; after the last block. */
  digest(): Promise<string>;
  /** Instead of the digest. */
  drop(): void;
}

/**
 * @param nextChunk undefined at the end
 * @param blocks.count 2 at least; memory is `bytes` times `count`
 */
export function readBlocks(
  nextChunk: () => Promise<Uint8Array | undefined>,
  blocks: { readonly bytes: number; readonly count: number },
): BlockReader {
  const memory = new SharedArrayBuffer(blocks.bytes * blocks.count);
  /** When a block has been hashed. */
  const hashed: Promise<void>[] = [];
  let hash: BackgroundHash | undefined;
  let digestOfSmall: string | undefined;
  let rest: Uint8Array | undefined;
  let index = 0;
  let size = 0;
  let isAtEnd = false;

  /** @returns how many bytes were filled in; fewer than fit at the end */
  async function fill(block: Uint8Array): Promise<number> {
    let filled = 0;
    while (filled < block.length) {
      rest ??= await nextChunk();
      if (rest === undefined) break;
      const taken = rest.subarray(0, block.length - filled);
      block.set(taken, filled);
      filled += taken.length;
      rest = taken.length < rest.length ? rest.subarray(taken.length) : undefined;
    }
    return filled;
  }

  async function isThereMore(): Promise<boolean> {
    while (rest === undefined || rest.length === 0) {
      rest = await nextChunk();
      if (rest === undefined) return false;
    }
    return true;
  }

  function hashBlock(bytes: Uint8Array, offset: number): void {
    if (isAtEnd && index === 0 && bytes.length <= hashedHereBytes) {
      digestOfSmall = createHash('sha256').update(bytes).digest('hex');
      return;
    }
    hash ??= openBackgroundHash(memory);
    const hashing = hash.update(offset, bytes.length);
    // Looked at when the block is used again, or by the digest; until then nobody waits for it.
    hashing.catch(() => undefined);
    hashed.push(hashing);
  }

  return {
    get size() {
      return size;
    },
    async next() {
      if (isAtEnd) return undefined;
      if (hashed.length >= blocks.count) await hashed.shift();
      const offset = (index % blocks.count) * blocks.bytes;
      const block = new Uint8Array(memory, offset, blocks.bytes);
      const bytes = block.subarray(0, await fill(block));
      isAtEnd = !(await isThereMore());
      size += bytes.length;
      hashBlock(bytes, offset);
      index += 1;
      return { bytes, isLast: isAtEnd };
    },
    async digest() {
      return digestOfSmall ?? (await hash?.digest()) ?? createHash('sha256').digest('hex');
    },
    drop() {
      hash?.drop();
    },
  };
}
