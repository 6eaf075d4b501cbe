import assert from 'node:assert/strict';
import { test } from 'node:test';
import { detailTexts } from './detail-texts.ts';
import { createFormat } from './format.ts';

test('what a sentence names is written by the units in its names', () => {
  const details = {
    ...{ retryInMs: 4000, retryAfterSeconds: 90, maxBytes: 2_500_000, memoryMb: 1024 },
    ...{ taskId: 12_345, attempts: 12_345, path: 'a.png', isLarge: true, by: null },
  };
  const texts = JSON.stringify(detailTexts(details, createFormat('de'))).replaceAll('\u00a0', ' ');
  assert.deepEqual(JSON.parse(texts), {
    ...{ retryInMs: '4 Sek.', retryAfterSeconds: '1 Min. 30 Sek.', maxBytes: '2,5 MB', memoryMb: '1,1 GB' },
    ...{ taskId: '12345', attempts: '12.345', path: 'a.png', isLarge: 'true', by: '' },
  });
});
