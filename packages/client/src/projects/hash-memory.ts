import type { BigIntStats } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { HashedFile, LocalFile } from './hash-files.ts';

/** Remembers what files hashed to, from one run of a program to the next. */
export interface HashMemory {
  /** @param stamp what the file is like now @returns the SHA-256 that was kept for a file that was just like this */
  find(filePath: string, stamp: string): string | undefined;
  keep(filePath: string, stamp: string, sha256: string): void;
  forget(filePath: string): void;
}

/** A local file as it was when it was looked at. */
export interface StampedFile extends LocalFile {
  /** Bytes. */
  readonly size: number;
  /** Changes with every write. undefined when the last one is so recent that the next might not be told from it. */
  readonly stamp: string | undefined;
}

/** File systems keep times in steps of two seconds at most. */
const recentNs = 3_000_000_000n;
const nsPerMs = 1_000_000n;

/**
 * Looks at a file.
 *
 * @param nowMs by the clock, before the look
 * @throws the system's error
 */
export async function stampFile(file: LocalFile, nowMs: number): Promise<StampedFile> {
  const found = await stat(file.filePath, { bigint: true });
  return { ...file, size: Number(found.size), stamp: stampOf(found, BigInt(nowMs) * nsPerMs) };
}

/** By the time of the last change of its inode as well, which no program can set back. */
function stampOf({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats, nowNs: bigint): string | undefined {
  const isRecent = nowNs - mtimeNs < recentNs || nowNs - ctimeNs < recentNs;
  return isRecent ? undefined : `${dev} ${ino} ${size} ${mtimeNs} ${ctimeNs}`;
}

/** The file with its hash, when that is remembered. */
export function rememberedHash(memory: HashMemory | undefined, file: StampedFile): HashedFile | undefined {
  if (memory === undefined || file.stamp === undefined) return undefined;
  const sha256 = memory.find(file.filePath, file.stamp);
  return sha256 === undefined ? undefined : { ...file, sha256 };
}
