import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { replayTask } from './testing/replay-task.ts';

/** Real renders; what they are is said in the file. */
const recorded = JSON.parse(
  await readFile(new URL('fixtures/recorded-frame-times.json', import.meta.url), 'utf8'),
) as Record<'even' | 'growing' | 'noisy', number[][]>;
const farms = [[1], [1, 0.5], [2, 1, 0.5], [1.2, 1, 0.8, 0.3]];
const shares = [0.1, 0.25, 0.5, 0.75, 0.9];

interface Look {
  readonly scene: string;
  readonly share: number;
  readonly isInside: boolean;
  /** Of the range, against what was left in truth. */
  readonly width: number;
}

function looksAt(scene: string, frameMs: readonly number[], speeds: readonly number[]): Look[] {
  const said: { share: number; atMs: number; low: number; high: number }[] = [];
  const endMs = replayTask({
    ...{ frameMs, speeds },
    look(farm, atMs) {
      const { etaMs, framesDone } = farm.estimate(1, atMs) ?? {};
      const share = shares[said.length];
      if (!etaMs || framesDone === undefined || share === undefined) return;
      if (framesDone >= share * frameMs.length) said.push({ share, atMs, ...etaMs });
    },
  });
  assert.equal(said.length, shares.length);
  return said.map(({ share, atMs, low, high }) => {
    const leftMs = endMs - atMs;
    return { scene, share, isInside: low <= leftMs && leftMs <= high, width: (high - low) / leftMs };
  });
}

test('the truth lies within the range that was said, and the range says something', (t) => {
  const looks = Object.entries(recorded).flatMap(([scene, times]) =>
    Array.isArray(times)
      ? times.flatMap((frameMs) => farms.flatMap((speeds) => looksAt(scene, frameMs, speeds)))
      : [],
  );
  const inside = (some: readonly Look[]) => some.filter(({ isInside }) => isInside).length / some.length;
  const median = (some: readonly Look[]) =>
    some.map(({ width }) => width).sort((a, b) => a - b)[some.length >> 1] ?? NaN;
  const tell = (what: string, some: readonly Look[]) => {
    const percent = Math.round(100 * inside(some));
    t.diagnostic(
      `${what}: inside in ${percent} % of ${some.length} looks, median width ${median(some).toFixed(2)}`,
    );
  };
  for (const scene of ['even', 'growing', 'noisy'])
    tell(
      scene,
      looks.filter((look) => look.scene === scene),
    );
  for (const share of shares)
    tell(
      `at ${100 * share} %`,
      looks.filter((look) => look.share === share),
    );
  tell('all', looks);
  assert.ok(inside(looks) >= 0.8);
  assert.ok(median(looks) <= 0.8);
});
