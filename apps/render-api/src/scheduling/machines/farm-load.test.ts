import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pauseTask } from '@renderonline/database';
import { settle } from '../testing/fake-clock.ts';
import { startTestScheduler } from '../testing/test-scheduler.ts';

test('the load is what renders on machines that are there, and what could go on', async (t) => {
  const run = await startTestScheduler({ machines: 2 });
  t.after(() => run.close());
  const { farm, transport, scheduler } = run;
  assert.deepEqual(scheduler.load(), { generation: 1, machines: 2, slots: 2, parts: [] });
  const { engineId, userId } = farm;
  const other = await farm.addUser('other@example.com');
  const template = '-s $RENDERONLINE:start_frame -e $RENDERONLINE:end_frame $RENDERONLINE:@uploaded_file';
  const submit = (last: number, options: Parameters<typeof farm.enqueue>[0] = {}) =>
    farm.enqueue({
      ...{ template, values: { start_frame: '1', end_frame: String(last) }, frames: [{ first: 1, last }] },
      ...options,
    });
  const running = await submit(100);
  const first = await submit(7, { userId: other, priority: 0 });
  const paused = await submit(50, { userId: other });
  await pauseTask(farm.database.db, { taskId: paused });
  await submit(30, { userId: other, dependsOn: [first] });
  scheduler.wake();
  await settle();
  const { pending } = (await farm.details(running)).frames;
  assert.ok(pending > 0 && pending < 100);
  const ownPart = { userId, engineId, busySlots: 2, waitingFrames: pending };
  const othersPart = { userId: other, engineId, busySlots: 0, waitingFrames: 7 };
  assert.deepEqual(scheduler.load()?.parts, [ownPart, othersPart]);

  transport.unreachable(2);
  await settle();
  assert.deepEqual(scheduler.load(), {
    ...{ generation: 1, machines: 1, slots: 1, parts: [{ ...ownPart, busySlots: 1 }, othersPart] },
  });
  assert.equal((await run.another()).scheduler.load(), undefined);
});
