import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import {
  addFrames,
  addWebhook,
  cancelTask,
  listDeliveries,
  listFindings,
  listLiveLeases,
  pauseTask,
  requeueFrames,
  resumeTask,
  setQuarantine,
  updateMachine,
  updateUser,
} from '@renderonline/database';
import type { AttemptOutcome } from '@renderonline/domain';
import type { LeaseEvent, LeaseOrder } from '../machines/machine-transport.ts';
import { settle } from './testing/fake-clock.ts';
import type { FakeTransport } from './testing/fake-transport.ts';
import {
  startTestScheduler,
  type TestScheduler,
  type TestSchedulerOptions,
} from './testing/test-scheduler.ts';

let current: TestScheduler | undefined;
afterEach(async () => {
  await current?.close();
  current = undefined;
});

const template = '-b $RENDERONLINE:@uploaded_file -s $RENDERONLINE:start_frame -e $RENDERONLINE:end_frame';
const failed: AttemptOutcome = { kind: 'failed', exitCode: 1, message: 'out of memory' };

async function start(links = 1, options: TestSchedulerOptions = {}): Promise<TestScheduler> {
  current = await startTestScheduler({ machines: 0, links, adapter: 'blender', ...options });
  return current;
}

async function enqueue(
  run: TestScheduler,
  last: number,
  more: { priority?: number; first?: number; userId?: number } = {},
) {
  const { first = 1, ...rest } = more;
  const values = { start_frame: String(first), end_frame: String(last) };
  const taskId = await run.farm.enqueue({ template, values, frames: [{ first, last }], ...rest });
  run.scheduler.wake(taskId);
  await settle();
  return taskId;
}

/** The machine connects, able to keep renderers open. */
function join(link: FakeTransport, ...machineIds: number[]): void {
  for (const machineId of machineIds) link.join(machineId, { hasSessions: true });
}

const key = ({ leaseId, token }: LeaseOrder) => ({ leaseId, token });

function started(order: LeaseOrder): LeaseEvent {
  return { kind: 'started', ...key(order), atMs: Date.UTC(2026, 0, 1) };
}

function frameDone(order: LeaseOrder, frame = order.frames.first, warnings: string[] = []): LeaseEvent {
  const outputs = [{ name: `frame_${frame}.png`, size: 1, sha256: 'a'.repeat(64) }];
  return { kind: 'frame-done', ...key(order), frame, renderMs: 1000, outputs, warnings };
}

function ended(order: LeaseOrder, outcome: AttemptOutcome = { kind: 'succeeded' }): LeaseEvent {
  const rest = { cause: null, failedFrame: null, message: '', logTail: 'the end', totalMs: 1000 };
  return { kind: 'ended', ...key(order), outcome, ...rest };
}

/** Renders a lease of one frame from its start to its end, as far as the machine may. */
async function render({ link }: TestScheduler, order: LeaseOrder): Promise<string[]> {
  const said = [started(order), frameDone(order), ended(order)].map((event) =>
    link.say(order.machineId, event),
  );
  await settle();
  return Promise.all(said);
}

function ordersOf({ link }: TestScheduler, machineId: number): LeaseOrder[] {
  return link.orders.filter((order) => order.machineId === machineId);
}

/** Adds a webhook of the farm, and tells of what and whom it is told. */
async function watchMachines({
  farm: { database, userId },
}: TestScheduler): Promise<() => Promise<string[]>> {
  await updateUser(database.db, { userId, role: 'admin' });
  const { webhookId } = await addWebhook(database, {
    ...{ userId, scope: 'farm', url: 'https://example.com', isActive: true },
    ...{ events: ['machine-lost', 'machine-quarantined'], secret: 'x', createdAtMs: 0 },
  });
  return async () => {
    const deliveries = await listDeliveries(database.db, { webhookId, limit: 100 });
    return deliveries.map(({ messageId }) => messageId.split('.', 2).join('.')).sort();
  };
}

async function outcomes({ farm }: TestScheduler, taskId: number) {
  return (await farm.attempts(taskId)).map(({ outcome }) => outcome);
}

describe('frames on link machines', () => {
  test('spread over all machines at once, one to render and one to wait on each', async () => {
    const run = await start(3);
    join(run.link, 1, 2, 3);
    const taskId = await enqueue(run, 100);
    for (const machineId of [1, 2, 3]) assert.equal(ordersOf(run, machineId).length, 2);
    const frames = run.link.orders.map((order) => order.frames.first).sort((a, b) => a - b);
    assert.deepEqual(frames, [1, 2, 3, 4, 5, 6]);
    assert.ok(run.link.orders.every((order) => order.command === null && order.task.adapter === 'blender'));
    assert.equal((await listLiveLeases(run.farm.database.db)).length, 6);
    assert.equal(run.scheduler.leasesOfMachine(2).length, 2);
    assert.equal((await run.farm.details(taskId)).frames.leased, 6);
  });

  test('that are odd are among the findings by the time that the task has ended', async () => {
    const run = await start();
    join(run.link, 1);
    const taskId = await enqueue(run, 1);
    const [order] = run.link.orders;
    assert.ok(order);
    for (const event of [started(order), frameDone(order, 1, ['frame_1.png: the image is blank'])])
      assert.equal(await run.link.say(1, event), 'applied');
    assert.equal((await run.farm.details(taskId)).task.state, 'succeeded');
    const [finding, ...others] = await listFindings(run.farm.database.db, { taskId });
    assert.equal(finding?.message, 'Frame 1: frame_1.png: the image is blank.');
    assert.deepEqual(others, []);
  });

  test('are rendered to the end: published after the commit, then told, and the session closed', async () => {
    const run = await start();
    join(run.link, 1);
    const taskId = await enqueue(run, 3);
    const [first] = run.link.orders;
    assert.ok(first);
    void run.link.say(1, { kind: 'session-opened', ...key(first), loadMs: 500 });
    for (let frame = 1; frame <= 3; frame += 1) {
      const order = run.link.orders[frame - 1];
      assert.ok(order);
      const last = frame < 3 ? 'applied' : 'refused';
      assert.deepEqual(
        await render(run, order),
        ['applied', 'applied', last],
        'the task ends with its frames',
      );
    }
    const { task, frames } = await run.farm.details(taskId);
    assert.deepEqual([task.state, frames.done], ['succeeded', 3]);
    assert.deepEqual(
      run.publisher.published.map(({ frame }) => frame),
      [1, 2, 3],
    );
    assert.deepEqual(run.link.closedSessions, [{ machineId: 1, taskId }]);
    assert.deepEqual(await outcomes(run, taskId), ['succeeded', 'succeeded', 'succeeded']);
    assert.equal(run.link.orders.length, 3);
    assert.ok(run.changed.includes(taskId));
  });

  test('a task ends with its last frame; the attempt that made it went well, before it says so', async () => {
    const run = await start();
    join(run.link, 1);
    const taskId = await enqueue(run, 1);
    const [order] = run.link.orders;
    assert.ok(order);
    await run.link.say(1, started(order));
    await run.link.say(1, frameDone(order));
    assert.equal((await run.farm.details(taskId)).task.state, 'succeeded');
    assert.deepEqual(await outcomes(run, taskId), ['succeeded']);
    assert.equal(await run.link.say(1, ended(order)), 'refused');
    assert.deepEqual([run.link.stops, run.link.retracts], [[], []]);
  });

  test('the task is told of only when its output is in its place', async () => {
    const run = await start();
    join(run.link, 1);
    const taskId = await enqueue(run, 1);
    const [order] = run.link.orders;
    assert.ok(order);
    run.publisher.failWith(new Error('disk full'));
    run.changed.length = 0;
    await run.link.say(1, frameDone(order));
    await settle();
    assert.equal((await run.farm.details(taskId)).frames.done, 1);
    assert.deepEqual(run.changed, []);
    let isInPlace = false;
    const inPlace = run.scheduler.outputsInPlace(taskId).then(() => (isInPlace = true));
    await settle();
    assert.equal(isInPlace, false);
    await run.clock.advance(500);
    assert.deepEqual(
      run.publisher.published.map(({ frame }) => frame),
      [1],
    );
    assert.deepEqual(new Set(run.changed), new Set([taskId]));
    await inPlace;
    await run.scheduler.outputsInPlace(taskId);
  });

  test('whoever asks for outputs whose folder cannot be written waits a few seconds for them, and no longer', async () => {
    const run = await start();
    join(run.link, 1);
    const taskId = await enqueue(run, 1);
    const [order] = run.link.orders;
    assert.ok(order);
    for (let tries = 0; tries < 10; tries += 1) run.publisher.failWith(new Error('read-only'));
    await run.link.say(1, frameDone(order));
    await settle();
    const inPlace = run.scheduler.outputsInPlace(taskId);
    await run.clock.advance(5000);
    await inPlace;
    assert.deepEqual(run.publisher.published, []);
  });

  test('show how far they are', async () => {
    const run = await start(2);
    join(run.link, 1, 2);
    const taskId = await enqueue(run, 50);
    const [a] = ordersOf(run, 1);
    assert.ok(a);
    await render(run, a);
    const b = ordersOf(run, 1)[1];
    assert.ok(b);
    await run.link.say(1, started(b));
    await run.link.say(1, { kind: 'frame-started', ...key(b), frame: b.frames.first });
    run.link.progress(1, b.leaseId, b.frames.first, 0.25);
    await settle();
    const progress = run.scheduler.progressOf(taskId);
    assert.deepEqual([progress?.framesDone, progress?.framesTotal], [1, 50]);
    const [frame] = progress?.currentFrames ?? [];
    assert.deepEqual([frame?.frame, frame?.machineId, frame?.fraction], [b.frames.first, 1, 0.25]);
    assert.deepEqual(
      progress?.machines.map(({ name }) => name),
      ['render1', 'render2'],
    );
    const [view] = run.scheduler.machines();
    assert.deepEqual([view?.state, view?.transport, view?.leases.length], ['busy', 'link', 2]);
    assert.equal(view?.currentFrames[0]?.fraction, 0.25);
  });
});

describe('what is said too late', () => {
  test('a completion under a lease that is gone is refused, and its file removed', async () => {
    const run = await start(2);
    join(run.link, 1, 2);
    const taskId = await enqueue(run, 1);
    const [order] = run.link.orders;
    assert.ok(order);
    const other = 3 - order.machineId;
    run.link.gone(order.machineId, 0);
    await run.clock.advance(1);
    const again = ordersOf(run, other).at(-1);
    assert.equal(again?.frames.first, 1, 'it renders elsewhere');
    assert.equal(await run.link.say(order.machineId, frameDone(order)), 'refused');
    assert.deepEqual(run.publisher.published, []);
    assert.ok(run.publisher.discarded.some(({ leaseId, frame }) => leaseId === order.leaseId && frame === 1));
    assert.equal(run.link.retracts.at(-1)?.leaseId, order.leaseId, 'the machine is told');
    await render(run, again);
    assert.equal((await run.farm.details(taskId)).task.state, 'succeeded');
    assert.deepEqual(
      run.publisher.published.map(({ leaseId }) => leaseId),
      [again.leaseId],
    );
  });

  test('the same completion twice is accepted once', async () => {
    const run = await start();
    join(run.link, 1);
    await enqueue(run, 2);
    const [order] = run.link.orders;
    assert.ok(order);
    const answers = await Promise.all([run.link.say(1, frameDone(order)), run.link.say(1, frameDone(order))]);
    await settle();
    assert.equal(answers[0], 'applied');
    assert.equal(run.publisher.published.length, 1);
  });

  test('a token that is not the lease’s, or another machine, changes nothing', async () => {
    const run = await start(2);
    join(run.link, 1, 2);
    const taskId = await enqueue(run, 10);
    const [order] = ordersOf(run, 1);
    assert.ok(order);
    assert.equal(await run.link.say(1, frameDone({ ...order, token: 'guessed' })), 'refused');
    assert.equal(await run.link.say(2, frameDone(order)), 'refused');
    assert.equal((await run.farm.details(taskId)).frames.done, 0);
  });

  test('outputs that are not whole fail the attempt, and the machine is stopped', async () => {
    const run = await start(2);
    join(run.link, 1, 2);
    const taskId = await enqueue(run, 1);
    const [order] = run.link.orders;
    assert.ok(order);
    run.publisher.findWith('frame_1.png is cut off');
    await run.link.say(order.machineId, frameDone(order));
    await settle();
    const [attempt] = await run.farm.attempts(taskId);
    assert.equal(attempt?.outcome, 'failed');
    assert.match(attempt.message ?? '', /frame 1: frame_1.png is cut off/);
    assert.equal(run.publisher.published.length, 0);
    assert.equal(run.link.stops[0]?.lease?.leaseId, order.leaseId);
  });
});

describe('link machines that go', () => {
  test('killed: its frames are elsewhere within the grace', async () => {
    const run = await start(2);
    join(run.link, 1, 2);
    const taskId = await enqueue(run, 4);
    run.link.gone(1, 200);
    await run.clock.advance(199);
    assert.equal((await listLiveLeases(run.farm.database.db)).length, 4, 'it may come back');
    await run.clock.advance(1);
    assert.equal((await outcomes(run, taskId)).filter((one) => one === 'machine-lost').length, 2);
    const { task, frames } = await run.farm.details(taskId);
    assert.equal(task.state === 'queued' || task.state === 'running', true);
    assert.equal(frames.failed, 0);
    assert.match(
      (await run.farm.attempts(taskId)).find((one) => one.outcome !== null)?.message ?? '',
      /render1 is gone/,
    );
  });

  test('are told of to webhooks of the farm, idle ones too, but not those that left', async () => {
    const run = await start(3);
    const sent = await watchMachines(run);
    join(run.link, 1, 2, 3);
    run.link.gone(1, 200);
    run.link.gone(2, 200);
    run.link.left(3);
    await run.clock.advance(100);
    run.link.join(2, { hasSessions: true });
    await run.clock.advance(100);
    assert.deepEqual(await sent(), ['machine-lost.1']);
    await enqueue(run, 4);
    run.link.gone(2, 0);
    await run.clock.advance(10);
    assert.deepEqual(await sent(), ['machine-lost.1', 'machine-lost.2']);
  });

  test('in quarantine: told of to webhooks of the farm', async () => {
    const run = await start(2);
    const sent = await watchMachines(run);
    join(run.link, 1, 2);
    let handled = 0;
    for (let tasks = 0; tasks < 20 && (await sent()).length === 0; tasks += 1) {
      await enqueue(run, 4);
      for (; handled < run.link.orders.length; handled += 1) {
        const order = run.link.orders[handled];
        if (order?.machineId === 1) await render(run, order);
        else if (order) await run.link.say(2, ended(order, failed));
        await settle();
      }
    }
    assert.deepEqual(await sent(), ['machine-quarantined.2']);
  });

  test('back in time: nothing is lost, what never arrived is offered again', async () => {
    const run = await start();
    join(run.link, 1);
    await enqueue(run, 10);
    const [first, second] = run.link.orders;
    assert.ok(first && second);
    await run.link.say(1, started(first));
    run.link.gone(1, 200);
    await run.clock.advance(100);
    run.link.returning(1);
    await run.clock.advance(1000);
    assert.equal(run.scheduler.leasesOfMachine(1).length, 2);
    assert.deepEqual(
      run.link.live(1).map(({ leaseId }) => leaseId),
      [first.leaseId, second.leaseId],
    );
    run.link.join(1, { hasSessions: true, held: [{ ...key(first), state: 'running' }] });
    await settle();
    assert.deepEqual(
      run.link.orders.map(({ leaseId }) => leaseId),
      [first.leaseId, second.leaseId, second.leaseId],
    );
    assert.deepEqual(await render(run, first), ['applied', 'applied', 'applied']);
  });

  test('back as a new program: what it rendered is lost, at no cost', async () => {
    const run = await start();
    join(run.link, 1);
    const taskId = await enqueue(run, 10);
    const [first] = run.link.orders;
    assert.ok(first);
    await run.link.say(1, started(first));
    run.link.gone(1, 200);
    run.link.returning(1);
    join(run.link, 1);
    await settle();
    assert.equal((await outcomes(run, taskId))[0], 'machine-lost');
    assert.match((await run.farm.attempts(taskId))[0]?.message ?? '', /was restarted/);
    const row = await run.farm.database.db.selectFrom('tasks').selectAll().executeTakeFirstOrThrow();
    assert.equal(row.failed_attempts, 0);
  });

  test('back each time without what they were offered: lost after a few times, and the frame after some more', async () => {
    const run = await start();
    const taskId = await enqueue(run, 1);
    let connections = 0;
    for (; (await run.farm.details(taskId)).task.state !== 'failed' && connections < 500; connections += 1) {
      join(run.link, 1);
      await settle();
      run.link.gone(1, 10_000);
      await run.clock.advance(1000);
    }
    const attempts = await run.farm.attempts(taskId);
    assert.deepEqual(
      attempts.map(({ outcome }) => outcome),
      Array.from({ length: 10 }, () => 'machine-lost'),
    );
    assert.match(attempts[0]?.message ?? '', /render1 broke 3 times when it was given the frames/);
    const { task } = await run.farm.details(taskId);
    assert.match(task.failureReason ?? '', /^Frame 1 was lost 10 times, .*their connections break/);
    assert.ok(connections > 100, `the machine rested for longer and longer: ${connections} s`);
  });

  test('with a goodbye: its frames are elsewhere at once, and nothing is said to be wrong with it', async () => {
    const run = await start();
    join(run.link, 1);
    const taskId = await enqueue(run, 10);
    run.link.left(1);
    await run.clock.advance(0);
    const attempts = await run.farm.attempts(taskId);
    assert.deepEqual(
      attempts.map(({ outcome, cause, message }) => [outcome, cause, message]),
      Array.from({ length: 2 }, () => [
        'machine-lost',
        'machine-left',
        'machine render1 has left (it said goodbye)',
      ]),
    );
  });

  test('revoked: its leases end at once', async () => {
    const run = await start();
    join(run.link, 1);
    const taskId = await enqueue(run, 10);
    run.link.removed(1);
    await settle();
    assert.deepEqual(await outcomes(run, taskId), ['machine-lost', 'machine-lost']);
    assert.deepEqual(run.link.live(1), []);
  });

  test('disabled: nobody waits for its answer, and nothing is said of it but what the database has', async () => {
    const run = await start(2);
    join(run.link, 1, 2);
    await updateMachine(run.farm.database.db, { machineId: 1, isEnabled: false });
    run.link.removed(1);
    await run.scheduler.refreshMachines();
    await settle();
    assert.deepEqual(
      run.scheduler.machines().map(({ machineId }) => machineId),
      [2],
    );
  });

  test('that declines rests, and the frame goes elsewhere at no cost', async () => {
    const run = await start(2);
    join(run.link, 1, 2);
    const taskId = await enqueue(run, 1);
    const [order] = run.link.orders;
    assert.ok(order);
    const declined: LeaseEvent = {
      kind: 'declined',
      ...key(order),
      reason: 'somebody uses it',
      restMs: 60_000,
    };
    assert.equal(await run.link.say(order.machineId, declined), 'applied');
    await settle();
    assert.equal(run.link.orders.at(-1)?.machineId, 3 - order.machineId);
    assert.deepEqual(await outcomes(run, taskId), ['canceled', null]);
  });
});

describe('failures on link machines', () => {
  test('go elsewhere; with one bad machine of two the task succeeds', async () => {
    const run = await start(2);
    join(run.link, 1, 2);
    const taskId = await enqueue(run, 6);
    for (let round = 0; round < 200; round += 1) {
      if ((await run.farm.details(taskId)).task.state === 'succeeded') break;
      for (const { leaseId } of [...run.scheduler.leasesOfMachine(1), ...run.scheduler.leasesOfMachine(2)]) {
        const order = run.link.orders.find((one) => one.leaseId === leaseId);
        if (order === undefined || run.scheduler.leaseOf(leaseId) === undefined) continue;
        if (order.machineId === 2) await render(run, order);
        else await run.link.say(1, ended(order, failed));
      }
      await run.clock.advance(1000);
    }
    assert.equal((await run.farm.details(taskId)).task.state, 'succeeded');
    const attempts = await run.farm.attempts(taskId);
    assert.ok(attempts.some(({ outcome, machineId }) => outcome === 'failed' && machineId === 1));
    assert.equal(run.publisher.published.length, 6);
  });
});

describe('what people change', () => {
  test('a paused task gets nothing new, a resumed one goes on', async () => {
    const run = await start();
    join(run.link, 1);
    const taskId = await enqueue(run, 10);
    await pauseTask(run.farm.database.db, { taskId });
    run.scheduler.wake(taskId);
    await settle();
    for (const order of [...run.link.orders]) await render(run, order);
    assert.equal(run.link.orders.length, 2);
    assert.equal((await run.farm.details(taskId)).frames.done, 2, 'what was given out counts');
    await resumeTask(run.farm.database.db, { taskId });
    run.scheduler.wake(taskId);
    await settle();
    assert.equal(run.link.orders.length, 4);
  });

  test('frames that are asked for again are rendered again', async () => {
    const run = await start();
    join(run.link, 1);
    const taskId = await enqueue(run, 2);
    for (const order of [...run.link.orders]) await render(run, order);
    assert.equal((await run.farm.details(taskId)).task.state, 'succeeded');
    await requeueFrames(run.farm.database, { taskId, frames: [{ first: 2, last: 2 }] });
    run.scheduler.wake(taskId);
    await settle();
    const order = run.link.orders.at(-1);
    assert.deepEqual(order?.frames, { first: 2, last: 2 });
    await render(run, order);
    assert.equal((await run.farm.details(taskId)).task.state, 'succeeded');
    assert.equal(run.publisher.published.length, 3);
  });

  test('higher priority goes first to whatever becomes free', async () => {
    const run = await start();
    join(run.link, 1);
    await enqueue(run, 10);
    const urgent = await enqueue(run, 3, { priority: 90 });
    for (const order of [...run.link.orders]) await render(run, order);
    const after = run.link.orders.slice(2).map(({ taskId }) => taskId);
    assert.ok(after.length >= 2 && after.every((taskId) => taskId === urgent), String(after));
  });

  test('users share the machines, whoever came first and however much they asked for', async () => {
    const run = await start(4);
    await enqueue(run, 1000);
    const userId = await run.farm.addUser('second@example.com');
    await enqueue(run, 1000, { userId });
    join(run.link, 1, 2, 3, 4);
    await settle();
    for (let round = 0; round < 6; round += 1) {
      const begun = run.link.orders.filter(({ leaseId }) => run.scheduler.leaseOf(leaseId) !== undefined);
      for (const machineId of [1, 2, 3, 4]) {
        const [order] = begun.filter((one) => one.machineId === machineId);
        if (order !== undefined) await render(run, order);
      }
    }
    const first = run.link.orders.filter(({ taskId }) => taskId === 1).length;
    const second = run.link.orders.length - first;
    assert.ok(Math.min(first, second) / Math.max(first, second) > 0.5, `${first} and ${second} leases`);
  });

  test('frames of an ended task that are added are rendered, and nothing else', async () => {
    const run = await start();
    join(run.link, 1);
    const taskId = await enqueue(run, 2);
    for (const order of [...run.link.orders]) await render(run, order);
    await addFrames(run.farm.database, { taskId, frames: [{ first: 3, last: 4 }] });
    run.scheduler.wake(taskId);
    await settle();
    for (const order of run.link.orders.slice(2)) await render(run, order);
    assert.deepEqual(
      run.link.orders.map(({ frames }) => frames.first),
      [1, 2, 3, 4],
    );
    assert.equal((await run.farm.details(taskId)).task.state, 'succeeded');
  });

  test('a machine in quarantine gets work again when it is released in the database', async () => {
    const run = await start();
    await setQuarantine(run.farm.database.db, { machineId: 1, reason: 'it fails at everything' });
    await run.scheduler.refreshMachines();
    join(run.link, 1);
    const taskId = await enqueue(run, 2);
    assert.equal(run.link.orders.length, 0);
    assert.equal(run.scheduler.machines()[0]?.quarantineReason, 'it fails at everything');
    assert.notEqual(run.scheduler.waitingReasonOf(taskId), undefined);
    await setQuarantine(run.farm.database.db, { machineId: 1, reason: null });
    await run.clock.advance(3000);
    assert.equal(run.link.orders.length, 2);
  });

  test('a task that was canceled and asked for again between two looks starts anew at once', async () => {
    const run = await start();
    const { db } = run.farm.database;
    join(run.link, 1);
    const taskId = await enqueue(run, 10);
    const [first] = run.link.orders;
    assert.ok(first);
    await run.link.say(1, started(first));
    await cancelTask(run.farm.database, { taskId, nowMs: run.clock.nowMs() });
    await requeueFrames(run.farm.database, { taskId, frames: [{ first: 1, last: 10 }] });
    run.scheduler.wake(taskId);
    await settle();
    assert.deepEqual(
      run.link.stops.map(({ lease }) => lease?.leaseId),
      [1, 2],
      'the old leases are stopped',
    );
    assert.deepEqual(
      (await listLiveLeases(db)).map(({ leaseId, firstFrame }) => [leaseId, firstFrame]),
      [
        [3, 1],
        [4, 2],
      ],
    );
    assert.equal(await run.link.say(1, frameDone(first)), 'refused');
  });

  test('canceling ends everything, and waits for the machines', async () => {
    const run = await start(2);
    join(run.link, 1, 2);
    const taskId = await enqueue(run, 10);
    const orders = [...run.link.orders];
    assert.deepEqual(await run.scheduler.cancelTask(taskId), { wasQueued: true });
    assert.deepEqual(
      run.link.stops.map(({ lease }) => lease?.leaseId).sort(),
      orders.map(({ leaseId }) => leaseId).sort(),
    );
    const [order] = orders;
    assert.ok(order);
    assert.equal(await run.link.say(order.machineId, frameDone(order)), 'refused');
    await settle();
    assert.equal(run.link.orders.length, orders.length);
    assert.equal((await run.farm.details(taskId)).task.state, 'canceled');
  });
});

describe('a RenderAPI that is started again', () => {
  test('does not say that it schedules before it knows the leases that are live', async () => {
    const run = await start();
    join(run.link, 1);
    await enqueue(run, 10);
    const [first] = run.link.orders;
    assert.ok(first);
    await run.link.say(1, started(first));
    await run.kill();
    const next = await run.another('again:2:2');
    const { promise, resolve } = Promise.withResolvers<undefined>();
    next.publisher.recoverAfter(promise);
    await next.scheduler.start();
    await settle();
    // A machine that uploads now is told to come again, and not that its lease is lost.
    assert.deepEqual([next.publisher.recovered.length, next.scheduler.isLeader()], [1, false]);
    assert.equal(next.scheduler.leaseOf(first.leaseId), undefined);
    resolve(undefined);
    await settle();
    assert.equal(next.scheduler.isLeader(), true);
    assert.equal(next.scheduler.leaseOf(first.leaseId)?.token, first.token);
  });

  test('in the middle of leases: machines come back and go on, nothing starts twice', async () => {
    const run = await start();
    join(run.link, 1);
    const taskId = await enqueue(run, 10);
    const [first, second] = run.link.orders;
    assert.ok(first && second);
    await run.link.say(1, started(first));
    await run.kill();
    const next = await run.another('again:2:2');
    await next.scheduler.start();
    await settle();
    assert.deepEqual([...next.link.holding()], [1]);
    assert.deepEqual([...(next.publisher.recovered[0] ?? [])], [first.leaseId, second.leaseId]);
    assert.deepEqual(
      next.link.live(1).map(({ token }) => token),
      [first.token, second.token],
    );
    await run.clock.advance(5000);
    next.link.returning(1);
    assert.equal(await next.link.say(1, frameDone(first)), 'applied');
    assert.equal(await next.link.say(1, ended(first)), 'applied');
    next.link.join(1, { hasSessions: true, held: [{ ...key(second), state: 'offered' }] });
    await settle();
    assert.ok(
      next.link.orders.every(({ leaseId }) => leaseId > second.leaseId),
      'neither is sent again',
    );
    assert.equal((await run.farm.details(taskId)).frames.done, 1);
    await run.clock.advance(10_000);
    assert.equal(next.scheduler.leaseOf(second.leaseId)?.machineId, 1);
  });

  test('a machine that does not come back in time has lost its leases', async () => {
    const run = await start(2);
    join(run.link, 1, 2);
    const taskId = await enqueue(run, 2);
    await run.kill();
    const next = await run.another('again:2:2');
    await next.scheduler.start();
    await settle();
    next.link.join(2, { hasSessions: true, held: [] });
    await run.clock.advance(9900);
    assert.ok((await outcomes(run, taskId)).includes(null), 'not yet');
    await run.clock.advance(200);
    assert.ok((await outcomes(run, taskId)).includes('machine-lost'));
    assert.ok(next.link.orders.every(({ machineId }) => machineId === 2));
  });
});

describe('a database that is away', () => {
  test('loses nothing, acknowledges nothing and decides nothing new', async () => {
    const run = await start();
    join(run.link, 1);
    const taskId = await enqueue(run, 10);
    const [first, second] = run.link.orders;
    assert.ok(first && second);
    const { db } = run.farm.database;
    await db.schema.alterTable('attempts').renameTo('away').execute();
    const answers: string[] = [];
    for (const event of [started(first), frameDone(first), ended(first), started(second)]) {
      void run.link.say(1, event).then((answer) => answers.push(answer));
    }
    await run.clock.advance(10_000);
    assert.deepEqual(answers, []);
    assert.equal(run.link.orders.length, 2);
    assert.equal(run.publisher.published.length, 0);
    await db.schema.alterTable('away').renameTo('attempts').execute();
    await run.clock.advance(2000);
    assert.deepEqual(answers, ['applied', 'applied', 'applied', 'applied']);
    assert.equal((await run.farm.details(taskId)).frames.done, 1);
    assert.equal(run.link.orders.length, 3);
  });
});
