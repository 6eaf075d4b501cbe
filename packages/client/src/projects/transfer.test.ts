import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Carrier } from './carrier.ts';
import { createTransfer } from './transfer.ts';
import { createRate, type ProjectProgress } from './upload-progress.ts';

const mebibyte = 1024 * 1024;

/** What is told of a file of 100 MiB while it is uploaded as `steps` say: at which second how much RenderAPI has. */
async function toldOf(steps: readonly (readonly [second: number, done: number])[], sent: number) {
  const clock = { nowMs: 0 };
  const told: ProjectProgress[] = [];
  const file = { path: 'a', size: 100 * mebibyte, sha256: 'a'.repeat(64) };
  const carrier: Carrier<typeof file> = {
    atOnce: 1,
    hash: () => Promise.resolve(),
    async sendOne(_file, _options, onSent) {
      for (const [second, done] of steps) {
        clock.nowMs = second * 1000;
        onSent(done);
      }
      return sent;
    },
    sendTogether: () => Promise.resolve(undefined),
    close: () => undefined,
  };
  const onProgress = (progress: ProjectProgress) => void told.push(progress);
  const transfer = createTransfer(
    carrier,
    { onProgress },
    [file],
    createRate(() => clock.nowMs),
  );
  transfer.noteHashed(file);
  transfer.noteMissing([file]);
  transfer.upload([file]);
  await transfer.settled();
  return told.slice(2).map(({ sentBytes, bytesPerSecond, etaMs }) => ({
    share: sentBytes / file.size,
    perSecond: Math.round(bytesPerSecond / mebibyte),
    leftS: etaMs === null ? null : Math.round(etaMs / 1000),
  }));
}

test('an upload that goes on is as fast as it is, whatever was there before', async () => {
  const told = await toldOf(
    [
      [0, 60 * mebibyte],
      [1, 70 * mebibyte],
      [2, 80 * mebibyte],
    ],
    20 * mebibyte,
  );
  assert.deepEqual(told, [
    { share: 0.6, perSecond: 0, leftS: null },
    { share: 0.7, perSecond: 10, leftS: 3 },
    { share: 0.8, perSecond: 10, leftS: 2 },
  ]);
});

test('what RenderAPI has already was not fast, it was there', async () => {
  assert.deepEqual(await toldOf([[1, 100 * mebibyte]], 0), [{ share: 1, perSecond: 0, leftS: null }]);
});
