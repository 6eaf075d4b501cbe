import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { defaultRetryPolicy } from '@renderonline/domain';
import { createFakeClock, settle, type FakeClock } from '../scheduling/testing/fake-clock.ts';
import type { HpcCalls, HpcLook } from './hpc-calls.ts';
import { createHpcMachine, type HpcMachine } from './hpc-machine.ts';
import { lineTask } from './testing/line-task.ts';
import type { AttemptReport, LeaseOrder, MachineReport, StartAnswer } from './machine-transport.ts';

let clock: FakeClock;
let reports: MachineReport[];
let asked: string[];
let attemptAnswers: (HpcLook | Promise<HpcLook>)[];
let startAnswer: Promise<StartAnswer>;
let looks: { attempt: HpcLook; status: HpcLook };

const attempt: AttemptReport = {
  taskId: 7,
  lease: null,
  state: { kind: 'running' },
  runtimeMs: 0,
  progress: null,
  logPath: null,
};
const seen = (its: AttemptReport | null): HpcLook => ({
  kind: 'seen',
  reading: { engineNames: ['blender'], attempt: its },
});
const gone: HpcLook = { kind: 'failed', reason: 'connection refused' };
const order: LeaseOrder = {
  machineId: 1,
  leaseId: 5,
  token: 't',
  taskId: 7,
  engineName: 'blender',
  frames: { first: 1, last: 1 },
  command: { kind: 'line', text: '-b' },
  task: lineTask(7),
};

beforeEach(() => {
  clock = createFakeClock();
  [reports, asked, attemptAnswers] = [[], [], []];
  startAnswer = Promise.resolve({ kind: 'accepted' });
  looks = { attempt: seen(null), status: seen(null) };
});

function machine(holdsLease = false): HpcMachine {
  const calls: HpcCalls = {
    async attempt() {
      asked.push('attempt');
      return attemptAnswers.shift() ?? looks.attempt;
    },
    async status() {
      asked.push('status');
      return looks.status;
    },
    log: () => Promise.resolve({ kind: 'none' }),
    start: () => startAnswer,
    stop: () => Promise.resolve({ kind: 'stopped' }),
    close: () => undefined,
  };
  return createHpcMachine({
    machineId: 1,
    name: 'render1',
    address: { host: '127.0.0.1', port: 5001 },
    tags: [],
    acceptsWork: true,
    holdsLease,
    calls,
    logs: { take: () => Promise.resolve([]) },
    log: { warn: () => undefined },
    clock,
    random: () => 0.5,
    policy: defaultRetryPolicy,
    pollIntervalMs: 500,
    idlePollIntervalMs: 2000,
    silentAfterMs: 15_000,
  });
}

function watched(holdsLease = false): HpcMachine {
  const one = machine(holdsLease);
  one.watch((report) => reports.push(report));
  return one;
}

test('an idle machine is asked seldom, one that renders often', async () => {
  watched();
  await clock.advance(10_000);
  assert.equal(asked.length, 6);
  looks.attempt = seen(attempt);
  await clock.advance(2000);
  asked.length = 0;
  await clock.advance(10_000);
  assert.equal(asked.length, 20);
});

test('a machine of 1.x is remembered as one until it becomes unreachable', async () => {
  looks.attempt = { kind: 'no-attempts' };
  watched();
  await clock.advance(4000);
  assert.deepEqual(asked, ['attempt', 'status', 'status', 'status']);
  looks.status = gone;
  await clock.advance(2000);
  asked.length = 0;
  [looks.status, looks.attempt] = [seen(null), seen(null)];
  await clock.advance(4000);
  assert.deepEqual(asked.slice(0, 2), ['attempt', 'attempt'], 'it was replaced by one of ours');
});

test('a machine that does not answer is asked less and less, up to a minute apart', async () => {
  looks.attempt = gone;
  watched();
  await clock.advance(600_000);
  const waits = reports.map((report) => (report.kind === 'unreachable' ? report.retryInMs : 0));
  assert.deepEqual(waits.slice(0, 8), [750, 1500, 3000, 6000, 12_000, 24_000, 45_000, 45_000]);
  looks.attempt = seen(null);
  await clock.advance(45_000);
  assert.equal(reports.at(-1)?.kind, 'reachable');
});

test('one that renders for us is asked on, and only later less and less', async () => {
  looks.attempt = gone;
  const one = watched(true);
  await clock.advance(15_000);
  assert.equal(asked.length, 8);
  assert.equal(one.isRendering(), true);
  await clock.advance(1500);
  assert.equal(one.isRendering(), false);
  assert.deepEqual(reports.at(-1), {
    kind: 'unreachable',
    machineId: 1,
    name: 'render1',
    isRefusing: false,
    reason: 'connection refused',
    retryInMs: 750,
    lostInMs: null,
    isFarewell: false,
  });
});

test('an answer from before an order is dropped, whenever it comes', async () => {
  const late = Promise.withResolvers<HpcLook>();
  const accepting = Promise.withResolvers<StartAnswer>();
  attemptAnswers.push(late.promise);
  startAnswer = accepting.promise;
  const one = watched();
  await settle();
  await clock.advance(0);
  const starting = one.start(order);
  late.resolve(seen(null));
  await clock.advance(10_000);
  assert.deepEqual([asked.length, reports.length], [1, 0], 'nobody asks while an order is under way');
  accepting.resolve({ kind: 'accepted' });
  await starting;
  looks.attempt = seen(attempt);
  await clock.advance(500);
  assert.deepEqual(
    reports.map((report) => report.kind === 'reachable' && report.attempt),
    [attempt],
  );
});

test('a machine that declined is asked at once', async () => {
  startAnswer = Promise.resolve({ kind: 'busy', message: '' });
  const one = watched();
  await clock.advance(0);
  asked.length = 0;
  await one.start(order);
  await clock.advance(0);
  assert.equal(asked.length, 1);
});

test('a closed one says and asks nothing any more', async () => {
  const one = watched();
  await clock.advance(0);
  one.close();
  const before = asked.length;
  await clock.advance(60_000);
  assert.equal(asked.length, before);
});
