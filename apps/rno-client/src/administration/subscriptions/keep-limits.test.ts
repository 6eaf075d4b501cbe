import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keepFieldsOf, keepOf } from './keep-limits.ts';

test('limits come back from the form as they went in, none as none', () => {
  const keep = {
    tasks: { days: 30, bytes: 2_500_000_000 },
    results: { days: 14, bytes: null },
    logs: { days: 0, bytes: null },
    projects: { days: null, bytes: 0 },
  };
  assert.equal(keepFieldsOf(keep).tasksGigabytes, 2.5);
  assert.deepEqual(keepOf(keepFieldsOf(keep)), keep);
  assert.equal(keepOf(keepFieldsOf(undefined)).logs.days, null);
});
