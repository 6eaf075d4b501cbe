import assert from 'node:assert/strict';
import { test } from 'node:test';
import { domainError, type ErrorCode } from '@renderonline/domain';
import { failureOf, statusOf, statusOfV1 } from './failure.ts';

const statuses: [code: ErrorCode, v2: number, v1: number][] = [
  ['unauthorized', 401, 401],
  ['queue-limit-reached', 403, 403],
  ['engine-not-found', 404, 400],
  ['task-not-found', 404, 400],
  ['task-not-queued', 409, 400],
  ['argument-type-invalid', 500, 500],
  ['upload-timed-out', 408, 408],
  ['upload-too-large', 413, 413],
  ['disk-full', 507, 507],
  ['database-unreachable', 503, 503],
  ['range-not-satisfiable', 416, 416],
];
for (const [code, v2, v1] of statuses) {
  test(`${code} is ${v2}, and ${v1} on v1`, () => {
    const failure = failureOf(domainError(code, 'What happened.'), 'id');
    assert.equal(statusOf(failure), v2);
    assert.equal(statusOfV1(failure), v1);
    assert.equal(failure.message, 'What happened.');
  });
}

test('of what nobody foresaw only the id of the request is told', () => {
  const failure = failureOf(new Error('password=hunter2'), 'request-1');
  assert.equal(failure.code, 'internal-error');
  assert.match(failure.message, /request-1/);
  assert.doesNotMatch(failure.message, /hunter2/);
});
