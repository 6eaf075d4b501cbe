import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { describe, test } from 'node:test';
import { createEventLog, type MachineAudience } from './event-log.ts';
import { createInterests } from './interests.ts';
import { createListeners, type Listener } from './listeners.ts';

function setUp({ maxEvents = 1000, highWaterMark = 200 } = {}) {
  let nowMs = 1_000_000;
  const log = createEventLog({ nowMs: () => nowMs, maxEvents, maxBytes: 1_000_000, bootId: 'boot' });
  const missed: [Listener, number][] = [];
  const listeners = createListeners({
    log,
    monotonicMs: () => nowMs,
    ticksPerRound: 2,
    slowReaderMs: 1000,
    onMissed: (listener, sequence) => missed.push([listener, sequence]),
  });
  const listen = (scope: number | 'all' = 1, machines: MachineAudience | null = null) => {
    const stream = new PassThrough({ highWaterMark });
    const listener = listeners.add({ stream, scope, machines });
    listener.goOn(log.head());
    return { stream, listener };
  };
  const task = (taskId: number, step: number, userId = 1) => {
    const data = { taskId, step };
    listeners.deliver(log.append([{ audience: userId, name: 'task', data, subject: `task ${taskId}` }]));
  };
  const pass = (ms: number) => (nowMs += ms);
  return { log, listeners, missed, listen, task, pass };
}

/** What the reader gets, as `taskId.step`. */
function readAll(stream: PassThrough): string[] {
  const chunk = stream.read() as Buffer | null;
  const text = chunk?.toString() ?? '';
  return [...text.matchAll(/"taskId":(\d+),"step":(\d+)/g)].map(
    ([, taskId, step]) => `${taskId ?? ''}.${step ?? ''}`,
  );
}

async function turns(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

describe('listeners', () => {
  test('get what is for them', async () => {
    const { listen, task, listeners, log } = setUp({ highWaterMark: 10_000 });
    const [own, all, machines] = [listen(1), listen('all'), listen(2, 'machines')];
    task(1, 1);
    task(2, 1, 2);
    listeners.deliver(log.append([{ audience: 'machines', name: 'machine', data: { taskId: 9, step: 9 } }]));
    const details = { taskId: 9, step: 10 };
    listeners.deliver(log.append([{ audience: 'machine-details', name: 'machine', data: details }]));
    const seenBy = async ({ stream }: typeof own) => {
      const first = readAll(stream);
      await turns();
      return [...first, ...readAll(stream)];
    };
    assert.deepEqual(await seenBy(own), ['1.1']);
    assert.deepEqual(await seenBy(all), ['1.1', '2.1']);
    assert.deepEqual(await seenBy(machines), ['2.1', '9.9']);
  });

  test('that are slow get the last state of each task when they read again', async () => {
    const { listen, task } = setUp();
    const { stream } = listen();
    for (let step = 1; step <= 50; step += 1) for (const taskId of [1, 2]) task(taskId, step);
    assert.ok(stream.readableLength < 1000, 'nothing piles up');
    const seen: string[] = [];
    for (let round = 0; round < 20; round += 1) {
      seen.push(...readAll(stream));
      await turns();
    }
    assert.deepEqual(seen.slice(-2), ['1.50', '2.50']);
    assert.ok(seen.length < 12, 'not one by one');
    task(1, 51);
    assert.deepEqual(readAll(stream), ['1.51']);
  });

  test('that read nothing for too long are let go', () => {
    const { listen, listeners, task, pass } = setUp();
    const { stream } = listen();
    for (let step = 1; step <= 50; step += 1) task(1, step);
    pass(900);
    listeners.tick(true);
    assert.equal(stream.destroyed, false);
    pass(200);
    listeners.tick(true);
    assert.equal(stream.destroyed, true);
  });

  test('whose place is not in the log any more are told so', async () => {
    const { listen, missed, task } = setUp({ maxEvents: 10 });
    const { stream, listener } = listen();
    for (let step = 1; step <= 50; step += 1) task(step, step);
    for (let round = 0; round < 5; round += 1) {
      readAll(stream);
      await turns();
    }
    assert.equal(missed[0]?.[0], listener);
    assert.equal(missed.length, 1);
  });

  test('hear in turns that the stream is there, and where it is', () => {
    const { listen, listeners } = setUp();
    const [first, second] = [listen(), listen()];
    const beats = () =>
      [first, second].map(({ stream }) => (stream.read() as Buffer | null)?.toString() ?? '');
    listeners.tick(true);
    listeners.tick(false);
    assert.deepEqual(beats().sort(), [': still here\n\n', ': still here\nid: boot.1000000000\n\n']);
  });

  test('leave nothing behind when they go', async () => {
    const { listen, listeners } = setUp();
    const { stream } = listen();
    stream.destroy();
    await turns();
    assert.deepEqual([...listeners.all()], []);
  });
});

describe('the log', () => {
  test('numbers grow though the clock goes back, and hold the time', () => {
    let nowMs = 5000;
    const log = createEventLog({ nowMs: () => nowMs, maxEvents: 10, maxBytes: 1e6, bootId: 'b' });
    const event = { audience: 1, name: 'task', data: {} };
    const [first] = log.append([event]);
    nowMs = 1000;
    const [second] = log.append([event]);
    assert.ok((second?.sequence ?? 0) > (first?.sequence ?? 0));
    assert.deepEqual([...log.since(first?.sequence ?? 0)], [second]);
    assert.deepEqual(log.read(log.cursorOf(5_000_001)), {
      isOfThisRun: true,
      sequence: 5_000_001,
      atMs: 5000,
    });
    assert.equal(log.read('a.7')?.isOfThisRun, false);
    for (const none of ['', 'x', 'b.', 'b.-1', `b.${'9'.repeat(17)}`])
      assert.equal(log.read(none), undefined);
  });

  test('keeps so many events, and so many bytes', () => {
    const log = createEventLog({ nowMs: () => 1, maxEvents: 3, maxBytes: 300, bootId: 'b' });
    const before = log.head();
    const add = (text: string) => log.append([{ audience: 1, name: 'task', data: { text } }]);
    for (const text of ['a', 'b', 'c', 'd']) add(text);
    assert.equal([...log.since(before)].length, 3);
    add('x'.repeat(300));
    assert.equal([...log.since(before)].length, 0);
    assert.equal(log.completeSince(), log.head());
  });
});

describe('interests', () => {
  test('last a while longer than their listeners, and begin anew after that', () => {
    let [head, nowMs] = [1, 0];
    const interests = createInterests({ head: () => head, monotonicMs: () => nowMs, graceMs: 100 });
    assert.equal(interests.isWanted(7), false);
    const end = interests.begin(7);
    head = 5;
    end();
    nowMs = 50;
    interests.sweep();
    interests.expect(7);
    assert.equal(interests.completeSince(7), 1);
    nowMs = 151;
    interests.sweep();
    assert.equal(interests.isWanted(7), false);
    interests.begin('all');
    assert.equal(interests.isWanted(8), true);
    assert.equal(interests.completeSince(7), 5);
  });
});
