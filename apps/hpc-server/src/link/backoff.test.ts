import assert from 'node:assert/strict';
import { it } from 'node:test';
import { backoffMs } from './backoff.ts';

it('waits longer after each failure, up to a limit, and never all machines at once', () => {
  const failures = [1, 2, 3, 6, 7, 100];
  assert.deepEqual(
    failures.map((count) => backoffMs(count, () => 0)),
    [50, 100, 200, 1600, 2500, 2500],
  );
  assert.deepEqual(
    failures.map((count) => backoffMs(count, () => 1)),
    [100, 200, 400, 3200, 5000, 5000],
  );
  assert.equal(
    backoffMs(9, () => 1, 500),
    500,
  );
});
