import assert from 'node:assert/strict';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { linkCloseCodes, type LeaseEvent } from '@renderonline/contract';
import type { LeaseOrder, LeaseTask } from '../machines/machine-transport.ts';
import { settle } from '../scheduling/testing/fake-clock.ts';
import { heartbeat, type TestAgent } from './testing/test-agent.ts';
import { startTestLink, type TestLink, type TestMachine } from './testing/test-link.ts';
import { waitUntil } from './testing/wait-until.ts';

const started = (leaseId: number): LeaseEvent => ({
  kind: 'started',
  leaseId,
  token: `token-${leaseId}`,
  atMs: 1,
});
const ended = (leaseId: number): LeaseEvent => ({
  kind: 'ended',
  leaseId,
  token: `token-${leaseId}`,
  outcome: { kind: 'canceled' },
  cause: null,
  failedFrame: null,
  message: '',
  logTail: '',
  totalMs: 5,
});

async function eventCount(link: TestLink, count: number): Promise<void> {
  await waitUntil(`${count} events`, () => link.events().length >= count);
}

/** The seq that each lease of the reported events was given: its lease is its seq. */
const leasesOf = (link: TestLink) => link.events().map(({ event }) => 'leaseId' in event && event.leaseId);

describe('events', () => {
  let link: TestLink;
  let machine: TestMachine;
  beforeEach(async () => {
    link = await startTestLink();
    machine = await link.addMachine();
  });
  afterEach(() => link.close());

  test('are passed on in order and acknowledged when they are settled, however that comes', async () => {
    const agent = await link.connect(machine);
    for (const seq of [1, 2, 3]) agent.event(seq, started(seq));
    await eventCount(link, 3);
    assert.deepEqual(leasesOf(link), [1, 2, 3]);
    const [first, second, third] = link.events();
    third?.settle('applied');
    second?.settle('refused');
    await settle();
    agent.say(heartbeat);
    await link.reportOf('load');
    assert.equal(agent.messages.filter(({ type }) => type === 'ack').length, 0);
    first?.settle('applied');
    assert.deepEqual(await agent.heard('ack'), { type: 'ack', seq: 3 });
    first?.settle('applied');
    agent.event(4, started(4));
    await eventCount(link, 4);
    link.events()[3]?.settle('applied');
    assert.deepEqual(await agent.heard('ack', 2), { type: 'ack', seq: 4 });
  });

  test('that are repeated are acknowledged again and passed on once', async () => {
    const agent = await link.connect(machine);
    agent.event(1, started(1));
    agent.event(1, started(1));
    await eventCount(link, 1);
    link.events()[0]?.settle('applied');
    await agent.heard('ack');
    agent.event(1, started(1));
    await agent.heard('ack', 2);
    assert.deepEqual(leasesOf(link), [1]);
  });

  test('with a gap between them end the link', async () => {
    const agent = await link.connect(machine);
    agent.event(1, started(1));
    agent.event(3, started(3));
    const { code, reason } = await agent.closed;
    assert.deepEqual([code, reason], [linkCloseCodes.invalidMessage, 'event 3 came where 2 was due']);
  });

  test('of before the greeting come first; the machine is ready when they are settled', async () => {
    const agent = await link.connect(machine, { hello: { ackedSeq: 40, lastSeq: 42 } });
    assert.equal((await agent.heard('welcome')).ackedSeq, 40);
    agent.say(heartbeat);
    agent.event(41, started(41));
    agent.event(42, started(42));
    await eventCount(link, 2);
    link.events()[0]?.settle('applied');
    await settle();
    assert.deepEqual(
      link.reports.map(({ kind }) => kind),
      ['returning', 'lease-event', 'lease-event'],
    );
    link.events()[1]?.settle('refused');
    await link.reportOf('reachable');
  });

  test('that were settled are not asked for on the next connection, and those under way not passed on twice', async () => {
    const first = await link.connect(machine);
    for (const seq of [1, 2, 3]) first.event(seq, started(seq));
    await eventCount(link, 3);
    link.events()[0]?.settle('applied');
    await first.heard('ack');
    first.socket.terminate();
    await link.reportOf('unreachable');

    const second = await link.connect(machine, { hello: { ackedSeq: 0, lastSeq: 3 } });
    assert.equal((await second.heard('welcome')).ackedSeq, 1);
    second.event(2, started(2));
    second.event(3, started(3));
    link.events()[1]?.settle('applied');
    link.events()[2]?.settle('applied');
    await waitUntil('the ack of everything', () =>
      second.messages.some((message) => message.type === 'ack' && message.seq === 3),
    );
    assert.deepEqual(leasesOf(link), [1, 2, 3]);
    assert.equal(link.reports.at(-1)?.kind, 'reachable');
  });

  test('of another outbox begin anew', async () => {
    const first = await link.connect(machine);
    first.event(1, started(1));
    await eventCount(link, 1);
    first.socket.terminate();
    await link.reportOf('unreachable');
    const second = await link.connect(machine, { hello: { outboxId: 'outbox-2', ackedSeq: 7, lastSeq: 8 } });
    assert.equal((await second.heard('welcome')).ackedSeq, 7);
    // What is settled of the old one concerns nobody any more.
    link.events()[0]?.settle('applied');
    second.event(8, started(8));
    await eventCount(link, 2);
    link.events()[1]?.settle('applied');
    assert.deepEqual(await second.heard('ack'), { type: 'ack', seq: 8 });
  });

  test('that the disk of a machine has forgotten do not take others with them', async () => {
    const first = await link.connect(machine);
    for (const seq of [1, 2, 3]) first.event(seq, started(seq));
    await eventCount(link, 3);
    for (const { settle: settleEvent } of link.events()) settleEvent('applied');
    await waitUntil('the ack', () => first.messages.some((one) => one.type === 'ack' && one.seq === 3));
    first.socket.terminate();
    await link.reportOf('unreachable');
    // It remembers two, of which it believes one unheard; it numbers that one above what was heard.
    const second = await link.connect(machine, { hello: { ackedSeq: 1, lastSeq: 2 } });
    assert.equal((await second.heard('welcome')).ackedSeq, 3);
    second.event(4, started(4));
    await eventCount(link, 4);
    link.events()[3]?.settle('applied');
    await waitUntil('the machine to be ready', () => link.reports.at(-1)?.kind === 'reachable');
  });

  test('that a machine announces and does not send end the link after a while', async () => {
    const agent = await link.connect(machine, { hello: { lastSeq: 5 } });
    for (let second = 0; second < 62; second += 2) {
      agent.say(heartbeat);
      agent.socket.ping();
      // It is read when what came after it is answered.
      await once(agent.socket, 'pong');
      await link.clock.advance(2000);
    }
    assert.equal((await agent.closed).reason, 'the outbox was not sent');
  });
});

test('a machine with many events at once is read as fast as they are settled', async (t) => {
  const link = await startTestLink({ limits: { maxUnsettledEvents: 50 } });
  t.after(() => link.close());
  const agent = await link.connect(await link.addMachine());
  const count = 20_000;
  for (let seq = 1; seq <= count; seq += 1) agent.event(seq, started(seq));
  await eventCount(link, 50);
  let settled = 0;
  let most = 0;
  await waitUntil('all of them', async () => {
    const waiting = link.events().slice(settled);
    most = Math.max(most, waiting.length);
    for (const event of waiting) event.settle('applied');
    settled += waiting.length;
    // Time gives the room to speak.
    await link.clock.advance(500);
    return settled === count;
  });
  // What had been read already when it was time to pause comes on top: one read of 64 KiB.
  assert.ok(most < 50 + 2000, `${most} were taken at once`);
  assert.deepEqual(leasesOf(link).slice(-2), [count - 1, count]);
});

describe('leases', () => {
  let link: TestLink;
  let machine: TestMachine;
  let agent: TestAgent;
  beforeEach(async () => {
    link = await startTestLink();
    machine = await link.addMachine();
    await link.parts.transport.refresh();
    agent = await link.connect(machine);
    await link.reportOf('reachable');
  });
  afterEach(() => link.close());

  const task: LeaseTask = {
    taskId: 3,
    engineName: 'Blender',
    adapter: 'blender',
    engineVersion: '>=3.4',
    argumentTemplate: '-b $RENDERONLINE:@uploaded_file',
    argumentValues: { start_frame: '1', scene: 'Shot' },
    allowsScripts: false,
    renderId: 3,
    fileName: 'scene.blend',
    filePath: '/nowhere/1/1/scene.blend',
    fileSize: 17,
    fileSha256: 'ab'.repeat(32),
    manifest: null,
    input: null,
  };
  const order = (leaseId: number, changes: Partial<LeaseTask> = {}): LeaseOrder => ({
    machineId: machine.machineId,
    leaseId,
    token: `token-${leaseId}`,
    taskId: 3,
    engineName: 'Blender',
    frames: { first: leaseId, last: leaseId },
    command: null,
    task: Object.keys(changes).length === 0 ? task : { ...task, ...changes },
  });

  test('are offered after their task, which is told once, and together when they come together', async () => {
    const { transport } = link.parts;
    const answers = await Promise.all([1, 2, 3].map((leaseId) => transport.startLease(order(leaseId))));
    assert.deepEqual(answers, [{ kind: 'sent' }, { kind: 'sent' }, { kind: 'sent' }]);
    const { task: told } = await agent.heard('task');
    assert.deepEqual(told, {
      taskId: 3,
      engineName: 'Blender',
      engineVersion: '>=3.4',
      adapter: 'blender',
      template: '-b $RENDERONLINE:@uploaded_file',
      argumentNames: ['end_frame', 'start_frame', 'scene'],
      values: { start_frame: '1', scene: 'Shot' },
      project: { fileName: 'scene.blend', size: 17, sha256: 'ab'.repeat(32), manifest: null },
      allowsScripts: false,
      limits: { hungAfterMs: 900_000, maxFrameMs: null },
    });
    const { leases } = await agent.heard('offer');
    assert.deepEqual(
      leases.map(({ leaseId, first, last }) => [leaseId, first, last]),
      [
        [1, 1, 1],
        [2, 2, 2],
        [3, 3, 3],
      ],
    );
    await transport.startLease(order(4, { argumentValues: {} }));
    await transport.startLease(order(5));
    await agent.heard('offer', 3);
    assert.deepEqual(
      agent.messages.map(({ type }) => type),
      ['welcome', 'task', 'offer', 'task', 'offer', 'task', 'offer'],
    );
  });

  test('are not offered to a machine that is not there', async () => {
    agent.socket.terminate();
    await link.reportOf('unreachable', ({ lostInMs }) => lostInMs !== null);
    const answer = await link.parts.transport.startLease(order(1));
    assert.equal(answer.kind, 'not-reached');
  });

  test('of a project that is not there cannot start', async () => {
    const answer = await link.parts.transport.startLease(order(1, { fileSha256: null }));
    assert.equal(answer.kind, 'refused');
  });

  test('are canceled: the answer is the word of the machine that they ended', async () => {
    agent.event(1, started(9));
    await eventCount(link, 1);
    const stopping = link.parts.transport.stopLease(stop(9));
    assert.deepEqual(await agent.heard('cancel'), {
      type: 'cancel',
      leases: [{ leaseId: 9, keepThrough: null }],
      reason: 'canceled',
    });
    agent.event(2, ended(9));
    assert.deepEqual(await stopping, { kind: 'stopped' });
  });

  test('that had not begun are ended when the machine has read so', async () => {
    assert.deepEqual(await link.parts.transport.stopLease(stop(9)), { kind: 'stopped' });
  });

  test('of a machine that says nothing, or goes, end unclear', async () => {
    agent.event(1, started(9));
    await eventCount(link, 1);
    const silent = link.parts.transport.stopLease(stop(9, 1000));
    await agent.heard('cancel');
    await link.clock.advance(1000);
    assert.equal((await silent).kind, 'unclear');
    const gone = link.parts.transport.stopLease(stop(9));
    await agent.heard('cancel', 2);
    agent.socket.terminate();
    assert.equal((await gone).kind, 'unclear');
    assert.equal((await link.parts.transport.stopLease(stop(9))).kind, 'unclear');
  });

  test('are taken back after they were offered, never before', async () => {
    const { transport } = link.parts;
    await transport.startLease(order(1));
    transport.retractLease({
      machineId: machine.machineId,
      leaseId: 1,
      token: 'token-1',
      keepThrough: 4,
      reason: 'r',
    });
    await agent.heard('cancel');
    assert.deepEqual(
      agent.messages.map(({ type }) => type),
      ['welcome', 'task', 'offer', 'cancel'],
    );
    transport.closeSession({ machineId: machine.machineId, taskId: 3 });
    assert.deepEqual(await agent.heard('close-session'), { type: 'close-session', taskId: 3 });
  });

  const stop = (leaseId: number, limitMs = 60_000) => ({
    machineId: machine.machineId,
    taskId: 3,
    lease: { leaseId, token: `token-${leaseId}` },
    limitMs,
  });
});
