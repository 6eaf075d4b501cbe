import type { BigIntStats } from 'node:fs';
import { utimes } from 'node:fs/promises';
import type { StoredContent } from './content-store.ts';

const msPerSecond = 1000;
const nsPerMs = 1_000_000n;
/** Times go to the system as floating point, and some file systems keep less than nanoseconds. */
const toleranceNs = 3000n;

/**
 * Sets the time of a file's last change to one whose fraction of a second follows from the content: whoever writes to
 * the file afterwards sets another. It needs no second file, and outlives restarts and copies that keep times.
 */
export async function sealContent(path: string, content: StoredContent, nowMs: number): Promise<void> {
  const sealedMs = Math.floor(nowMs / msPerSecond) * msPerSecond + fractionOf(content);
  await utimes(path, sealedMs / msPerSecond, sealedMs / msPerSecond);
}

/** Whether a file is as `sealContent` left it: same size, not written to since. A chance of 1 in 100,000 remains. */
export function isSealed({ size, mtimeNs }: Pick<BigIntStats, 'size' | 'mtimeNs'>, sha256: string): boolean {
  const fractionNs = mtimeNs % (nsPerMs * BigInt(msPerSecond));
  const expectedNs = BigInt(fractionOf({ sha256, size: Number(size) })) * nsPerMs;
  return fractionNs - expectedNs <= toleranceNs && expectedNs - fractionNs <= toleranceNs;
}

/** Never 0 ms, which file systems with whole seconds would give to every file. */
function fractionOf({ sha256, size }: StoredContent): number {
  return ((parseInt(sha256.slice(0, 8), 16) + size) % (msPerSecond - 1)) + 1;
}
