import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { StatisticsRange } from '@renderonline/database';
import { domainError } from '@renderonline/domain';
import { inParts, mostParts } from './in-parts.ts';

const hourMs = 3_600_000;
const tooLarge = domainError(
  'statistics-too-large',
  'More happened in this time than one answer can be made of.',
);

/** Sums of a farm in which the same happens every minute. */
async function partsOf(
  { fromMs, toMs }: Pick<StatisticsRange, 'fromMs' | 'toMs'>,
  mostMinutes: number,
): Promise<readonly (readonly [from: number, to: number])[]> {
  const parts: [number, number][] = [];
  await inParts({ fromMs, toMs, buckets: 'hours' }, async (part) => {
    if (part.toMs - part.fromMs > mostMinutes * 60_000) throw tooLarge;
    parts.push([part.fromMs, part.toMs]);
    return Promise.resolve();
  });
  return parts;
}

describe('statistics of much', () => {
  it('are made in one go where that is enough', async () => {
    assert.deepEqual(await partsOf({ fromMs: 0, toMs: 30 * 24 * hourMs }, 30 * 24 * 60), [
      [0, 30 * 24 * hourMs],
    ]);
  });

  it('are made part by part, in order, without a gap, cut at full hours', async () => {
    const [fromMs, toMs] = [90 * 60_000, 9.7 * hourMs];
    const parts = await partsOf({ fromMs, toMs }, 180);
    assert.ok(parts.length > 2);
    assert.deepEqual([parts.at(0)?.[0], parts.at(-1)?.[1]], [fromMs, toMs]);
    for (const [index, [from]] of parts.slice(1).entries()) {
      assert.equal(from, parts[index]?.[1]);
      assert.equal(from % hourMs, 0);
    }
  });

  it('are refused where an hour has too much, or all of it takes too long', async () => {
    await assert.rejects(partsOf({ fromMs: 0, toMs: 4 * hourMs }, 30), { code: 'statistics-too-large' });
    const tooMany = { fromMs: 0, toMs: 2 * mostParts * hourMs };
    await assert.rejects(partsOf(tooMany, 60), { code: 'statistics-too-large' });
  });

  it('fail as what adds them up does', async () => {
    const failing = inParts({ fromMs: 0, toMs: hourMs, buckets: 'hours' }, async () => {
      return Promise.reject(new Error('the disk is full'));
    });
    await assert.rejects(failing, /the disk is full/);
  });
});
