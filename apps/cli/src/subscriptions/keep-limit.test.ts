import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keepLimit, keepText } from './keep-limit.ts';

test('limits are read as people write them', () => {
  assert.deepEqual(keepLimit('30d'), { days: 30, bytes: null });
  assert.deepEqual(keepLimit('500 GiB, 7D'), { days: 7, bytes: 500 * 2 ** 30 });
  assert.deepEqual(keepLimit('all'), { days: null, bytes: null });
  for (const wrong of ['', '30', '-1d', '1.5d', '99999d', 'd', '3 weeks', '30d,'])
    assert.throws(() => keepLimit(wrong), /30d, 500GiB/, wrong);
});

test('and told in short', () => {
  const none = { days: null, bytes: null };
  assert.equal(keepText({ keep: { task: none, results: none, logs: none, project: none } }), '');
  assert.match(
    keepText({
      keep: {
        task: { days: 30, bytes: 2 ** 40 },
        results: none,
        logs: { days: 7, bytes: null },
        project: none,
      },
    }),
    /^tasks 30 d, 1(\.0)? TiB; logs 7 d$/,
  );
});
