import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { HpcAttempt } from '@renderonline/contract';
import { readHpcAttempt, readHpcStatus } from './hpc-reading.ts';
import { attemptIdOf, leaseOfAttemptId } from './lease-identity.ts';

const base: HpcAttempt = {
  TaskId: 7,
  AttemptId: '12-token',
  IsRunning: false,
  Outcome: 'succeeded',
  ExitCode: 0,
  Signal: null,
  Message: '',
  TotalMs: 1500,
  FramesDone: '1-3,5',
  CurrentFrame: 6,
  FrameFraction: 0.25,
  LogPath: '/log',
};

function attemptWith(changes: Partial<HpcAttempt>) {
  return readHpcAttempt({ EngineIds: ['blender'], Attempt: { ...base, ...changes } }).attempt;
}

describe('GET /hpc/attempt', () => {
  test('is read whole', () => {
    assert.deepEqual(attemptWith({ IsRunning: true, Outcome: null }), {
      taskId: 7,
      lease: { leaseId: 12, token: 'token' },
      state: { kind: 'running' },
      runtimeMs: 1500,
      progress: {
        framesDone: [
          { first: 1, last: 3 },
          { first: 5, last: 5 },
        ],
        currentFrame: 6,
        frameFraction: 0.25,
      },
      logPath: '/log',
    });
  });

  test('is cut to what a database takes', () => {
    const long = 'x'.repeat(100_000);
    const crashed = attemptWith({ Outcome: 'crashed', Signal: long, Message: long, LogPath: long });
    assert.deepEqual(crashed?.state, {
      kind: 'ended',
      outcome: { kind: 'crashed', signal: 'x'.repeat(32), message: 'x'.repeat(4000) },
    });
    assert.equal(crashed.logPath?.length, 4000);
    const failed = attemptWith({ Outcome: 'failed', ExitCode: 1e300 });
    assert.deepEqual(failed?.state, {
      kind: 'ended',
      outcome: { kind: 'failed', exitCode: -1, message: '' },
    });
  });

  for (const [changes, outcome] of [
    [{}, { kind: 'succeeded' }],
    [{ Outcome: 'canceled' }, { kind: 'canceled' }],
    [
      { Outcome: 'failed', ExitCode: 3, Message: 'm' },
      { kind: 'failed', exitCode: 3, message: 'm' },
    ],
    [
      { Outcome: 'crashed', Signal: 'SIGSEGV' },
      { kind: 'crashed', signal: 'SIGSEGV', message: '' },
    ],
    [
      { Outcome: 'could-not-start', Message: 'm' },
      { kind: 'could-not-start', message: 'm' },
    ],
    [
      { Outcome: 'timed-out', Message: 'm' },
      { kind: 'timed-out', message: 'm' },
    ],
    [
      { Outcome: null, ExitCode: 4 },
      { kind: 'failed', exitCode: 4, message: 'the machine does not say how it ended' },
    ],
  ] as const) {
    test(`ended as ${JSON.stringify(changes)}`, () => {
      assert.deepEqual(attemptWith(changes)?.state, { kind: 'ended', outcome });
    });
  }

  test('a render without our AttemptId is somebody else’s', () => {
    assert.equal(attemptWith({ AttemptId: null })?.lease, 'other');
    assert.equal(attemptWith({ AttemptId: 'theirs' })?.lease, 'other');
  });

  test('frames that cannot be read do not spoil the rest', () => {
    assert.deepEqual(attemptWith({ FramesDone: 'many' })?.progress?.framesDone, []);
  });

  test('an id beyond ours is nobody’s', () => {
    assert.equal(attemptWith({ TaskId: '18446744073709551615' })?.taskId, -1);
  });
});

describe('GET /hpc/status', () => {
  const status = (IsRunning: boolean, IsSuccess: boolean) =>
    readHpcStatus({ EngineIds: [], Task: { TaskId: '7', IsRunning, IsSuccess, TotalSeconds: 42 } }).attempt;

  test('tells the task, and no lease', () => {
    const attempt = status(true, false);
    assert.deepEqual([attempt?.taskId, attempt?.lease, attempt?.runtimeMs], [7, null, 42_000]);
    assert.deepEqual(attempt?.state, { kind: 'running' });
  });

  test('tells success from failure, and no more', () => {
    assert.deepEqual(status(false, true)?.state, { kind: 'ended', outcome: { kind: 'succeeded' } });
    const ended = status(false, false)?.state;
    assert.equal(ended?.kind === 'ended' && ended.outcome.kind, 'failed');
  });

  test('null before the first render', () => {
    assert.equal(readHpcStatus({ EngineIds: [], Task: null }).attempt, null);
  });
});

test('a lease’s name on a machine comes back as it went', () => {
  const lease = { leaseId: 12, token: '3f-a9-\n' };
  assert.deepEqual(leaseOfAttemptId(attemptIdOf(lease)), lease);
  assert.equal(leaseOfAttemptId(null), null);
  for (const strange of ['', '12', '-token', '12-', '1234567890123456-token']) {
    assert.equal(leaseOfAttemptId(strange), 'other', strange);
  }
});
