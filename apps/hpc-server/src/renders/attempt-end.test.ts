import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { judgeEnd, type AttemptEnd, type EndContext, type ProcessEnd } from './attempt-end.ts';

const nothingKnown: EndContext = {
  stopReason: undefined,
  maxRenderMs: 90,
  firstError: undefined,
  lastLines: [],
};
const exited = (code: number): ProcessEnd => ({ kind: 'exited', code });
const killed: ProcessEnd = { kind: 'signaled', signal: 'SIGKILL' };
const notStarted: ProcessEnd = { kind: 'could-not-start', message: 'no such program' };

const cases: readonly (readonly [
  end: ProcessEnd,
  context: Partial<EndContext>,
  expected: Partial<AttemptEnd>,
])[] = [
  [exited(0), {}, { outcome: 'succeeded', exitCode: 0, signal: null, message: '' }],
  [exited(0), { firstError: 'a warning, really' }, { outcome: 'succeeded', message: '' }],
  [exited(3), {}, { outcome: 'failed', exitCode: 3, signal: null, message: '' }],
  [exited(3), { firstError: 'no camera', lastLines: ['bye'] }, { message: 'no camera' }],
  [exited(3), { lastLines: ['one', 'two'] }, { message: 'one / two' }],
  [exited(127), {}, { outcome: 'failed', message: 'a program that it starts was not found' }],
  [exited(137), {}, { outcome: 'failed', message: 'a program that it started was ended by signal 9' }],
  [killed, {}, { outcome: 'crashed', exitCode: null, signal: 'SIGKILL' }],
  [killed, { stopReason: 'canceled' }, { outcome: 'canceled', signal: 'SIGKILL', message: '' }],
  [exited(0), { stopReason: 'canceled' }, { outcome: 'canceled', exitCode: 0 }],
  [
    killed,
    { stopReason: 'timed-out' },
    { outcome: 'timed-out', message: 'it ran longer than MaxRenderMs, 90 ms' },
  ],
  [notStarted, {}, { outcome: 'could-not-start', exitCode: null, signal: null, message: 'no such program' }],
  [notStarted, { stopReason: 'canceled' }, { outcome: 'could-not-start' }],
];

describe('the end of an attempt', () => {
  for (const [end, context, expected] of cases) {
    it(`${JSON.stringify(end)} ${JSON.stringify(context)} is ${expected.outcome ?? expected.message ?? ''}`, () => {
      const judged = judgeEnd(end, { ...nothingKnown, ...context });
      assert.deepEqual({ ...judged, ...expected }, judged);
    });
  }
});
