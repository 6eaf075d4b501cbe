import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import { requeueFrames } from '@renderonline/database';
import { settle } from './testing/fake-clock.ts';
import { runningAttempt } from './testing/fake-transport.ts';
import { startTestScheduler, type TestScheduler } from './testing/test-scheduler.ts';

let current: TestScheduler | undefined;
afterEach(async () => {
  await current?.close();
  current = undefined;
});

async function start(machines = 1): Promise<TestScheduler> {
  current = await startTestScheduler({ machines, settings: { maxAttempts: 1 } });
  return current;
}

const end = (kind: 'succeeded' | 'failed') =>
  ({
    state: {
      kind: 'ended',
      outcome: kind === 'succeeded' ? { kind } : { kind, exitCode: 1, message: 'no' },
    },
  }) as const;

describe('a task that waits for another one', () => {
  test('starts when that one has succeeded, without time passing, and says meanwhile what it waits for', async () => {
    const { farm, transport, scheduler, clock } = await start(2);
    const first = await farm.enqueue();
    const second = await farm.enqueue({ dependsOn: [first], priority: 99 });
    scheduler.wake();
    await settle();
    assert.deepEqual(
      transport.orders.map(({ taskId }) => taskId),
      [first],
    );
    assert.equal(scheduler.waitingReasonOf(second), `it starts when task ${first} has succeeded`);
    await clock.advance(1000);
    transport.reportLast(transport.orders[0]?.machineId ?? 0, end('succeeded'));
    await settle();
    assert.deepEqual(
      transport.orders.map(({ taskId }) => taskId),
      [first, second],
    );
  });

  test('is canceled with that one, and comes back with it', async () => {
    const run = await start();
    const { farm, transport, scheduler, clock } = run;
    const first = await farm.enqueue({ frames: [{ first: 1, last: 1 }] });
    const second = await farm.enqueue({ dependsOn: [first] });
    const third = await farm.enqueue({ dependsOn: [second] });
    scheduler.wake();
    await settle();
    await clock.advance(1000);
    transport.reportLast(1, end('failed'));
    await settle();
    for (const [taskId, state] of [
      [first, 'failed'],
      [second, 'canceled'],
      [third, 'canceled'],
    ] as const) {
      assert.equal((await farm.details(taskId)).task.state, state);
      assert.ok(run.changed.includes(taskId));
    }
    assert.equal(scheduler.waitingReasonOf(second), undefined);
    await requeueFrames(farm.database, { taskId: first, frames: 'failed' });
    scheduler.wake();
    await settle();
    assert.equal(scheduler.waitingReasonOf(third), `it starts when task ${second} has succeeded`);
    run.changed.length = 0;
    await scheduler.cancelTask(first);
    assert.equal((await farm.details(third)).task.state, 'canceled');
    assert.ok(run.changed.includes(third));
  });

  test('still waits after RenderAPI was killed and started again', async () => {
    const run = await start();
    const { farm, transport } = run;
    const first = await farm.enqueue();
    const second = await farm.enqueue({ dependsOn: [first] });
    run.scheduler.wake();
    await settle();
    const [order] = transport.orders;
    assert.ok(order);
    await run.kill();
    const next = await run.another();
    await next.scheduler.start();
    await settle();
    next.transport.report(1, runningAttempt(order));
    await settle();
    assert.equal(next.scheduler.waitingReasonOf(second), `it starts when task ${first} has succeeded`);
    assert.deepEqual(next.transport.orders, []);
    next.transport.report(1, { ...runningAttempt(order), ...end('succeeded') });
    await settle();
    assert.deepEqual(
      next.transport.orders.map(({ taskId }) => taskId),
      [second],
    );
  });
});
