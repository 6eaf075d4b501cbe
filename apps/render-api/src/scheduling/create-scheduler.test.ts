import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, test } from 'node:test';
import { addArgumentType, cancelTask, listLiveLeases } from '@renderonline/database';
import type { AttemptOutcome } from '@renderonline/domain';
import type { StartAnswer } from '../machines/machine-transport.ts';
import { settle } from './testing/fake-clock.ts';
import { runningAttempt } from './testing/fake-transport.ts';
import { until } from './testing/test-farm.ts';
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

async function start(options?: TestSchedulerOptions): Promise<TestScheduler> {
  current = await startTestScheduler(options);
  return current;
}

const failed: AttemptOutcome = { kind: 'failed', exitCode: 1, message: 'out of memory' };
const ended = (outcome: AttemptOutcome) => ({ state: { kind: 'ended', outcome } }) as const;

async function outcomes({ farm }: TestScheduler, taskId: number) {
  return (await farm.attempts(taskId)).map(({ outcome }) => outcome);
}

describe('one task', () => {
  test('goes to the idle machine as soon as it is committed, renders, and is done', async () => {
    const run = await start();
    const { farm, transport, scheduler, clock } = run;
    const taskId = await farm.enqueue();
    scheduler.wake();
    await settle();
    assert.equal(transport.orders.length, 1, 'without time passing');
    const [order] = transport.orders;
    assert.deepEqual([order?.taskId, order?.machineId, order?.frames], [taskId, 1, { first: 1, last: 10 }]);
    assert.equal((await farm.details(taskId)).task.state, 'running');
    assert.equal((await farm.details(taskId)).task.machineId, 1);

    await clock.advance(1000);
    const framesDone = [{ first: 1, last: 4 }];
    transport.reportLast(1, { progress: { framesDone, currentFrame: 5, frameFraction: 0.5 } });
    await settle();
    const progress = scheduler.progressOf(taskId);
    assert.deepEqual([progress?.framesDone, progress?.framesTotal, progress?.currentFrame], [4, 10, 5]);
    assert.equal(scheduler.machines()[0]?.taskId, taskId);

    await clock.advance(1000);
    transport.reportLast(1, ended({ kind: 'succeeded' }));
    await settle();
    const { task, frames, isQueued } = await farm.details(taskId);
    assert.deepEqual([task.state, task.isSuccess, frames.done, isQueued], ['succeeded', true, 10, false]);
    assert.equal((task.endedAtMs ?? 0) - (task.startedAtMs ?? 0), 2000);
    assert.equal(scheduler.progressOf(taskId), undefined);
    assert.ok(run.changed.includes(taskId));
    assert.deepEqual((await listLiveLeases(farm.database.db)).length, 0);
  });

  test('is expanded anew from its template, with the frames of the lease and an output folder', async () => {
    const { farm, transport, scheduler } = await start();
    const template =
      '-b $RENDERONLINE:@uploaded_file -o $RENDERONLINE:@output_directory/f -s $RENDERONLINE:start_frame -e $RENDERONLINE:end_frame';
    await farm.enqueue({
      template,
      values: { start_frame: '1', end_frame: '99' },
      frames: [{ first: 7, last: 9 }],
    });
    scheduler.wake();
    const command = await until('the order', () => transport.orders[0]?.command);
    const output = join(farm.folder, 'output');
    assert.deepEqual(command, {
      kind: 'arguments',
      values: ['-b', join(farm.folder, 'scene.blend'), '-o', `${output}/f`, '-s', '7', '-e', '9'],
    });
    assert.ok((await stat(output)).isDirectory());
  });

  test('keeps its command when argument types have gone or come since', async () => {
    const { farm, transport, scheduler } = await start();
    await addArgumentType(farm.database.db, { argtypeId: 'width_x', type: 'natural', regex: null });
    await farm.enqueue({
      template: '-w $RENDERONLINE:width_x -F $RENDERONLINE:width_format? -s=$RENDERONLINE:scene?',
      values: { width: '10', scene: 'A' },
    });
    scheduler.wake();
    const command = await until('the order', () => transport.orders[0]?.command);
    assert.deepEqual(command, { kind: 'arguments', values: ['-w', '10_x', '-s=A'] });
  });

  test('has its own start_frame where the template does not take frames', async () => {
    const { farm, transport, scheduler } = await start();
    await farm.enqueue({
      template: '-f $RENDERONLINE:start_frame',
      values: { start_frame: '5', end_frame: '9' },
      frames: [{ first: 1, last: 1 }],
    });
    scheduler.wake();
    const command = await until('the order', () => transport.orders[0]?.command);
    assert.deepEqual(command, { kind: 'arguments', values: ['-f', '5'] });
  });

  test('written by a 1.x program, without a template, is sent as it is', async () => {
    const { farm, transport, scheduler } = await start();
    await farm.enqueue({ arguments: 'blender -b "a b.blend" -a' });
    scheduler.wake();
    await settle();
    assert.deepEqual(transport.orders[0]?.command, { kind: 'line', text: 'blender -b "a b.blend" -a' });
  });

  test('that cannot be expanded fails with the reason, after its attempts', async () => {
    const { farm, transport, scheduler, clock } = await start();
    const taskId = await farm.enqueue({ template: '-b $RENDERONLINE:nothing' });
    scheduler.wake();
    await clock.advance(60_000);
    assert.equal((await farm.details(taskId)).task.state, 'failed');
    assert.match((await farm.details(taskId)).task.failureReason ?? '', /nothing/);
    assert.equal(transport.orders.length, 0);
  });

  test('waits until a machine has its engine, whatever the case, and says why', async () => {
    const { farm, transport, scheduler } = await start({ machines: 0 });
    const taskId = await farm.enqueue();
    const machineId = await farm.addMachine('render1');
    scheduler.wake();
    await settle();
    assert.equal(scheduler.waitingReasonOf(taskId), 'there is no machine yet');
    transport.report(machineId, null, { engineNames: ['povray'] });
    await settle();
    assert.match(scheduler.waitingReasonOf(taskId) ?? '', /^no machine .*the engine blender/);
    transport.report(machineId, null, { engineNames: ['BLENDER'] });
    await settle();
    assert.equal(transport.orders.length, 1);
    assert.equal(scheduler.waitingReasonOf(taskId), undefined);
  });
});

describe('several tasks and machines', () => {
  test('a machine that becomes free gets the next task at once, by priority and age', async () => {
    const { farm, transport, scheduler } = await start();
    const first = await farm.enqueue({ queuedAtMs: 1 });
    const old = await farm.enqueue({ queuedAtMs: 2 });
    const urgent = await farm.enqueue({ queuedAtMs: 3, priority: 90 });
    scheduler.wake();
    await settle();
    transport.reportLast(1, ended({ kind: 'succeeded' }));
    await settle();
    transport.reportLast(1, ended({ kind: 'succeeded' }));
    await settle();
    assert.deepEqual(
      transport.orders.map(({ taskId }) => taskId),
      [urgent, first, old],
    );
  });

  test('tasks spread over all idle machines in one round', async () => {
    const { farm, transport, scheduler } = await start({ machines: 3 });
    for (let n = 0; n < 4; n += 1) await farm.enqueue();
    scheduler.wake();
    await settle();
    assert.deepEqual(transport.orders.map(({ machineId }) => machineId).sort(), [1, 2, 3]);
    assert.match(scheduler.waitingReasonOf(4) ?? '', /^all 3 machines are busy$/);
  });

  test('a machine whose start call hangs does not delay another', async () => {
    const { farm, transport, scheduler } = await start({ machines: 2 });
    const hanging = Promise.withResolvers<StartAnswer>();
    transport.answerStartsWith(hanging.promise);
    await farm.enqueue();
    scheduler.wake();
    await settle();
    const second = await farm.enqueue();
    scheduler.wake();
    await settle();
    assert.equal((await farm.details(second)).task.state, 'running');
    hanging.resolve({ kind: 'accepted' });
    await settle();
  });
});

describe('a failing task', () => {
  test('is tried again with a growing wait, and fails with its reason after its attempts', async () => {
    const run = await start();
    const { farm, transport, scheduler, clock } = run;
    const taskId = await farm.enqueue();
    scheduler.wake();
    await settle();
    for (const attempts of [1, 2, 3]) {
      assert.equal(transport.orders.length, attempts);
      transport.reportLast(1, { ...ended(failed), logPath: '/logs/1' });
      await settle();
      assert.equal(transport.orders.length, attempts, 'not again at once');
      if (attempts === 1)
        assert.match(scheduler.waitingReasonOf(taskId) ?? '', /failed and is tried again in 1 s/);
      await clock.advance(3000);
    }
    const { task, frames } = await farm.details(taskId);
    assert.equal(task.state, 'failed');
    assert.match(task.failureReason ?? '', /failed in 3 attempts on 1 machine: out of memory\. The/);
    assert.equal(frames.failed, 10);
    assert.deepEqual(await outcomes(run, taskId), ['failed', 'failed', 'failed']);
    assert.equal((await farm.attempts(taskId))[0]?.logPath, '/logs/1');
    assert.ok((task.startedAtMs ?? Infinity) < (task.endedAtMs ?? 0), 'its real start is kept');
  });

  test('goes to another machine that has the engine', async () => {
    const { farm, transport, scheduler, clock } = await start({ machines: 2 });
    await farm.enqueue();
    scheduler.wake();
    await settle();
    const failedOn = transport.orders[0]?.machineId ?? 0;
    transport.reportLast(failedOn, ended(failed));
    await clock.advance(2000);
    assert.equal(transport.orders[1]?.machineId, 3 - failedOn);
  });

  test('is not the last of its frame while another machine is just being asked to render', async () => {
    const run = await start({ machines: 2 });
    const { farm, transport, clock } = run;
    const other = await farm.enqueue();
    run.scheduler.wake(other);
    await settle();
    const taskId = await farm.enqueue();
    run.scheduler.wake(taskId);
    await settle();
    assert.deepEqual(
      transport.orders.map(({ machineId }) => machineId),
      [1, 2],
      'both render, and machine 1 has not reported since',
    );
    for (let step = 0; step < 10; step += 1) {
      const last = transport.orders.at(-1);
      if (last?.machineId === 2 && last.taskId === taskId) {
        transport.reportLast(2, { state: { kind: 'ended', outcome: failed } });
      }
      await clock.advance(1000);
    }
    assert.equal((await farm.details(taskId)).task.state, 'queued', 'it waits for machine 1');
    assert.equal((await farm.attempts(taskId)).length, 1);
  });

  test('that renders longer than allowed is ended, and its machine told', async () => {
    const run = await start({ settings: { maxRenderMs: 60_000 } });
    const { farm, transport, scheduler } = run;
    const taskId = await farm.enqueue();
    scheduler.wake();
    await settle();
    transport.reportLast(1, { runtimeMs: 60_001 });
    await settle();
    assert.deepEqual(await outcomes(run, taskId), ['timed-out']);
    assert.deepEqual(
      transport.stops.map(({ taskId: stopped }) => stopped),
      [taskId],
    );
  });
});

describe('start calls', () => {
  for (const answer of [
    { kind: 'busy', message: 'There already is an active render!' },
    { kind: 'forbidden', message: 'not trusted' },
    { kind: 'not-reached', message: 'connection refused' },
  ] as const) {
    test(`answered ${answer.kind}: the lease is free again, at no cost`, async () => {
      const run = await start();
      const { farm, transport, scheduler, clock } = run;
      transport.answerStartsWith(answer);
      const taskId = await farm.enqueue();
      scheduler.wake();
      await settle();
      assert.equal((await farm.details(taskId)).task.state, 'queued');
      assert.match(scheduler.waitingReasonOf(taskId) ?? '', /machine render1 did not take it/);
      transport.report(1, null);
      await clock.advance(2000);
      assert.equal(transport.orders.length, 2);
      const row = await farm.database.db.selectFrom('tasks').selectAll().executeTakeFirstOrThrow();
      assert.deepEqual([row.failed_attempts, row.machine_losses, row.state], [0, 0, 'running']);
    });
  }

  test('refused: the attempt failed', async () => {
    const run = await start();
    run.transport.answerStartsWith({ kind: 'refused', message: 'Invalid render arguments!' });
    const taskId = await run.farm.enqueue();
    run.scheduler.wake();
    await settle();
    assert.deepEqual(await outcomes(run, taskId), ['could-not-start']);
  });

  test('unclear, and the machine has it: it goes on, started once', async () => {
    const run = await start();
    const { farm, transport, scheduler, clock } = run;
    transport.answerStartsWith({ kind: 'unclear', message: 'no answer' });
    const taskId = await farm.enqueue();
    scheduler.wake();
    await clock.advance(2000);
    transport.reportLast(1, { runtimeMs: 1500 });
    await settle();
    assert.equal((await farm.details(taskId)).task.state, 'running');
    transport.reportLast(1, ended({ kind: 'succeeded' }));
    await settle();
    assert.deepEqual(await outcomes(run, taskId), ['succeeded']);
    assert.equal(transport.orders.length, 1);
  });

  test('unclear, and the machine does not have it: it is given out again, at no cost', async () => {
    const run = await start();
    const { transport, clock } = run;
    transport.answerStartsWith({ kind: 'unclear', message: 'no answer' });
    const taskId = await run.farm.enqueue();
    run.scheduler.wake();
    await settle();
    transport.report(1, null);
    await clock.advance(2000);
    assert.deepEqual(await outcomes(run, taskId), ['canceled', null]);
  });

  test('a report from before the start is not judged', async () => {
    const run = await start();
    const answer = Promise.withResolvers<StartAnswer>();
    run.transport.answerStartsWith(answer.promise);
    const taskId = await run.farm.enqueue();
    run.scheduler.wake();
    await settle();
    answer.resolve({ kind: 'accepted' });
    await run.clock.advance(10_000);
    assert.deepEqual(await outcomes(run, taskId), [null], 'the idle report from before does not end it');
  });
});

describe('machines that go', () => {
  test('silent for too long: the task goes to another machine, and the late render is stopped', async () => {
    const run = await start({ machines: 2 });
    const { farm, transport, scheduler, clock } = run;
    const taskId = await farm.enqueue();
    scheduler.wake();
    await settle();
    const lost = transport.orders[0]?.machineId ?? 0;
    const other = 3 - lost;
    for (let second = 0; second < 14; second += 1) {
      await clock.advance(1000);
      transport.unreachable(lost, 'no route to it');
      transport.report(other, null);
    }
    assert.deepEqual(await outcomes(run, taskId), [null], 'not yet');
    await clock.advance(2000);
    assert.deepEqual(await outcomes(run, taskId), ['machine-lost', null]);
    assert.match((await farm.attempts(taskId))[0]?.message ?? '', /silent for 15 s \(no route to it\)/);
    assert.equal(transport.orders[1]?.machineId, other);

    const late = transport.orders[0];
    assert.ok(late);
    transport.report(lost, runningAttempt(late));
    await settle();
    assert.deepEqual(
      transport.stops.map((stop) => [stop.machineId, stop.lease?.leaseId]),
      [[lost, late.leaseId]],
    );
    transport.report(lost, { ...runningAttempt(late), ...ended({ kind: 'succeeded' }) });
    await settle();
    assert.equal(
      (await farm.details(taskId)).frames.leased,
      10,
      'what the late machine says changes nothing',
    );
  });

  test('no time counts that this process slept through', async () => {
    const run = await start();
    const taskId = await run.farm.enqueue();
    run.scheduler.wake();
    await settle();
    await run.clock.sleep(3_600_000);
    assert.deepEqual(await outcomes(run, taskId), [null]);
    run.transport.reportLast(1);
    await settle();
    assert.equal((await run.farm.details(taskId)).task.state, 'running');
  });

  for (const [what, report] of [
    ['restarted', null],
    ['went on to another task', { taskId: 999, leaseId: 999, token: 'x' }],
  ] as const) {
    test(`one that ${what} lost the task: it is given out again`, async () => {
      const run = await start();
      const taskId = await run.farm.enqueue();
      run.scheduler.wake();
      await settle();
      run.transport.report(1, report && runningAttempt(report));
      await run.clock.advance(2000);
      assert.equal((await outcomes(run, taskId))[0], 'machine-lost');
    });
  }

  test('one removed from the farm lost the task', async () => {
    const run = await start();
    const taskId = await run.farm.enqueue();
    run.scheduler.wake();
    await settle();
    run.transport.removed(1);
    await settle();
    assert.deepEqual(await outcomes(run, taskId), ['machine-lost']);
  });

  test('a render that is not ours is left alone', async () => {
    const { farm, transport, scheduler } = await start();
    const taskId = await farm.enqueue();
    transport.report(1, { ...runningAttempt({ taskId, leaseId: 0, token: '' }), lease: null });
    scheduler.wake();
    await settle();
    assert.equal(transport.stops.length, 0);
    assert.equal(scheduler.waitingReasonOf(taskId), 'the only machine with the engine blender is busy');
  });
});

describe('canceling', () => {
  test('ends the lease first, then the render, and waits for the word of the machine', async () => {
    const run = await start();
    const { farm, transport, scheduler } = run;
    const taskId = await farm.enqueue();
    scheduler.wake();
    await settle();
    const stopped = Promise.withResolvers<{ kind: 'stopped' }>();
    transport.answerStopsWith(stopped.promise);
    let doneAfterStops: number | undefined;
    const canceling = scheduler.cancelTask(taskId).then((answer) => {
      doneAfterStops = transport.stops.length;
      return answer;
    });
    await settle();
    assert.equal((await farm.details(taskId)).task.state, 'canceled');
    assert.equal(transport.stops.length, 1);
    assert.equal(doneAfterStops, undefined);
    stopped.resolve({ kind: 'stopped' });
    assert.deepEqual(await canceling, { wasQueued: true });
    transport.reportLast(1, ended({ kind: 'canceled' }));
    await settle();
    assert.deepEqual(await outcomes(run, taskId), ['canceled']);
    assert.equal(transport.orders.length, 1);
  });

  test('while the start call is under way stops what it started', async () => {
    const run = await start();
    const { farm, transport, scheduler } = run;
    const answer = Promise.withResolvers<StartAnswer>();
    transport.answerStartsWith(answer.promise);
    const taskId = await farm.enqueue();
    scheduler.wake();
    await settle();
    const canceling = scheduler.cancelTask(taskId);
    await settle();
    assert.equal(transport.stops.length, 0, 'the start goes first');
    answer.resolve({ kind: 'accepted' });
    await canceling;
    assert.notDeepEqual(transport.stops, []);
    assert.equal((await farm.details(taskId)).task.state, 'canceled');
  });

  test('twice, and of a task that waits, answers sensibly', async () => {
    const { farm, scheduler } = await start({ machines: 0 });
    const taskId = await farm.enqueue();
    assert.deepEqual(await scheduler.cancelTask(taskId), { wasQueued: true });
    assert.deepEqual(await scheduler.cancelTask(taskId), { wasQueued: false });
  });

  test('by another program is noticed, and the render stopped', async () => {
    const run = await start();
    const { farm, transport, clock } = run;
    const taskId = await farm.enqueue();
    run.scheduler.wake();
    await settle();
    await cancelTask(farm.database, { taskId, nowMs: clock.nowMs() });
    await clock.advance(3000);
    assert.deepEqual(
      transport.stops.map((stop) => stop.taskId),
      [taskId],
    );
  });

  test('a machine that did not confirm is told again when it is heard of', async () => {
    const run = await start();
    const { farm, transport, scheduler } = run;
    const taskId = await farm.enqueue();
    scheduler.wake();
    await settle();
    transport.answerStopsWith({ kind: 'unclear', message: 'no answer' });
    await scheduler.cancelTask(taskId);
    transport.reportLast(1);
    await settle();
    assert.equal(transport.stops.length, 2);
  });
});

describe('a task that another program enqueued', () => {
  test('is found by the rescan', async () => {
    const { farm, transport, clock } = await start();
    await farm.enqueue();
    await clock.advance(3000);
    assert.equal(transport.orders.length, 1);
  });
});

describe('after a restart', () => {
  async function restarted(run: TestScheduler) {
    await run.kill();
    const next = await run.another('again:2:2');
    await next.scheduler.start();
    await settle();
    return next;
  }

  test('a running lease is taken up and ends once, without a second start', async () => {
    const run = await start();
    const taskId = await run.farm.enqueue();
    run.scheduler.wake();
    await settle();
    const next = await restarted(run);
    assert.deepEqual([...next.transport.holding()], [1]);
    const [order] = run.transport.orders;
    assert.ok(order);
    next.transport.report(1, runningAttempt(order));
    await settle();
    assert.equal(next.scheduler.machines()[0]?.taskId, taskId);
    next.transport.report(1, { ...runningAttempt(order), ...ended({ kind: 'succeeded' }) });
    await settle();
    assert.deepEqual(await outcomes(run, taskId), ['succeeded']);
    assert.equal(next.transport.orders.length, 0);
    assert.equal((await run.farm.details(taskId)).task.state, 'succeeded');
  });

  for (const [how, arrived] of [
    ['arrived', true],
    ['did not arrive', false],
  ] as const) {
    test(`an offered lease whose start ${how} is settled by asking the machine`, async () => {
      const run = await start();
      run.transport.answerStartsWith(new Promise(() => undefined));
      const taskId = await run.farm.enqueue();
      run.scheduler.wake();
      await settle();
      const [order] = run.transport.orders;
      assert.ok(order);
      await run.kill();
      const next = await run.another('again:2:2');
      await next.scheduler.start();
      await settle();
      assert.equal(next.transport.orders.length, 0, 'nothing is sent before the machine has spoken');
      next.transport.report(1, arrived ? runningAttempt(order) : null);
      await settle();
      assert.equal(next.transport.orders.length, arrived ? 0 : 1);
      assert.equal((await run.farm.details(taskId)).task.state, 'running');
      // The first scheduler’s call never returns: it is not closed, as nothing is of a killed process.
      current = {
        ...run,
        close: async () => {
          await next.scheduler.close();
          await run.farm.close();
        },
      };
    });
  }

  test('a machine that is never heard of again loses its lease', async () => {
    const run = await start();
    const taskId = await run.farm.enqueue();
    run.scheduler.wake();
    await settle();
    await restarted(run);
    await run.clock.advance(20_000);
    assert.equal((await outcomes(run, taskId))[0], 'machine-lost');
  });
});

describe('two RenderAPIs on one database', () => {
  test('only one schedules; the other says so, cancels all the same, and takes over', async () => {
    const run = await start();
    const { farm, transport, clock } = run;
    const second = await run.another();
    await second.scheduler.start();
    assert.deepEqual([run.scheduler.isLeader(), second.scheduler.isLeader()], [true, false]);
    assert.equal(second.transport.isOpen(), false);
    assert.equal(second.scheduler.waitingReasonOf(1), 'another RenderAPI gives out the work');

    const taskId = await farm.enqueue();
    run.scheduler.wake();
    await settle();
    assert.deepEqual(await second.scheduler.cancelTask(taskId), { wasQueued: true });
    assert.deepEqual(
      second.transport.stops.map((stop) => stop.taskId),
      [taskId],
    );
    transport.report(1, null);
    await clock.advance(3000);

    await run.scheduler.close();
    assert.equal(transport.isOpen(), false);
    await clock.advance(1000);
    assert.equal(second.scheduler.isLeader(), true);
    second.transport.report(1, null);
    await farm.enqueue();
    second.scheduler.wake();
    await settle();
    assert.equal(second.transport.orders.length, 1);
  });

  test('one that lost the leadership while asleep grants nothing and ends no lease', async () => {
    const run = await start();
    const { farm, transport, clock } = run;
    const taskId = await farm.enqueue();
    run.scheduler.wake();
    await settle();
    await farm.database.db
      .updateTable('scheduler_leadership')
      .set({ holder: 'other:9:9', generation: 77 })
      .execute();
    await farm.enqueue();
    transport.report(1, null, { engineNames: ['blender', 'povray'] });
    run.scheduler.wake();
    await settle();
    assert.equal(transport.orders.length, 1);
    await clock.advance(1000);
    assert.equal(run.scheduler.isLeader(), false);
    assert.equal((await farm.details(taskId)).task.taskId, taskId);
  });
});

test('an end that the database could not take is written when it is back', async () => {
  const run = await start();
  const taskId = await run.farm.enqueue();
  run.scheduler.wake();
  await settle();
  const { db } = run.farm.database;
  await db.schema.alterTable('attempts').renameTo('away').execute();
  run.transport.reportLast(1, ended({ kind: 'succeeded' }));
  await run.clock.advance(5000);
  await db.schema.alterTable('away').renameTo('attempts').execute();
  assert.equal((await run.farm.details(taskId)).task.state, 'running');
  await run.clock.advance(3000);
  assert.equal((await run.farm.details(taskId)).task.state, 'succeeded');
});
