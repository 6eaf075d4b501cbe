import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';

import { describeOutcome } from '../leases/attempt-outcome.ts';
import type { AttemptOutcome } from '../leases/attempt-outcome.ts';
import { backoffMs, defaultRetryPolicy, unreachableBackoffMs } from './retry-policy.ts';

const outcomes = {
  succeeded: { kind: 'succeeded' },
  failed: { kind: 'failed', exitCode: 1, message: 'out of memory' },
  crashed: { kind: 'crashed', signal: 'SIGSEGV', message: '' },
  'could-not-start': { kind: 'could-not-start', message: 'no such file' },
  'machine-lost': { kind: 'machine-lost', message: 'silent for 15 s' },
  'timed-out': { kind: 'timed-out', message: 'longer than 60 s' },
  canceled: { kind: 'canceled' },
} as const satisfies Record<AttemptOutcome['kind'], AttemptOutcome>;

describe('describeOutcome', () => {
  const table: Record<keyof typeof outcomes, string> = {
    succeeded: 'the render succeeded',
    failed: 'out of memory',
    crashed: 'the renderer was ended by SIGSEGV',
    'could-not-start': 'the renderer could not be started: no such file',
    'machine-lost': 'the machine was lost: silent for 15 s',
    'timed-out': 'the render took too long: longer than 60 s',
    canceled: 'the render was canceled',
  };
  for (const [kind, text] of Object.entries(table)) {
    it(kind, () => {
      assert.equal(describeOutcome(outcomes[kind as keyof typeof outcomes]), text);
    });
  }
});

describe('describeOutcome, of what messages say already', () => {
  const table: [outcome: AttemptOutcome, text: string][] = [
    [
      { kind: 'failed', exitCode: 1, message: 'The scene is of another scene.' },
      'The scene is of another scene',
    ],
    [{ kind: 'failed', exitCode: 1, message: '' }, 'the renderer ended with exit code 1'],
    [{ kind: 'failed', exitCode: 0, message: 'there is no file of frame 3' }, 'there is no file of frame 3'],
    [{ kind: 'failed', exitCode: 11, message: 'Bad.' }, 'the renderer ended with exit code 11: Bad'],
    [
      { kind: 'crashed', signal: 'SIGSEGV', message: 'the renderer was ended by SIGSEGV: bad mesh' },
      'the renderer was ended by SIGSEGV: bad mesh',
    ],
    [{ kind: 'timed-out', message: 'and so on...' }, 'the render took too long: and so on...'],
  ];
  for (const [outcome, text] of table) {
    it(text, () => {
      assert.equal(describeOutcome(outcome), text);
    });
  }
});

describe('backoff', () => {
  const table: [number, number, number][] = [
    [0, 1, 0],
    [1, 1, 1000],
    [1, 0, 500],
    [2, 1, 2000],
    [3, 0.5, 3000],
    [7, 1, 60_000],
    [1_000_000, 1, 60_000],
  ];
  for (const [failuresSoFar, random, expected] of table) {
    it(`${failuresSoFar} failures, random ${random} → ${expected} ms`, () => {
      assert.equal(backoffMs(failuresSoFar, defaultRetryPolicy, random), expected);
      assert.equal(unreachableBackoffMs(failuresSoFar, defaultRetryPolicy, random), expected);
    });
  }

  it('is bounded and never shorter for more failures at the same chance', () => {
    fc.assert(
      fc.property(fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), (failuresSoFar, random) => {
        const now = backoffMs(failuresSoFar, defaultRetryPolicy, random);
        const next = backoffMs(failuresSoFar + 1, defaultRetryPolicy, random);
        assert.ok(now >= 0 && now <= next && next <= defaultRetryPolicy.backoffMaxMs);
      }),
    );
  });
});
