import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { listLiveLeases } from '@renderonline/database';
import { settle } from './testing/fake-clock.ts';
import { startTestScheduler, type TestScheduler } from './testing/test-scheduler.ts';

let current: TestScheduler | undefined;
afterEach(async () => {
  await current?.close();
  current = undefined;
});

const template = '-b $RENDERONLINE:@uploaded_file -s $RENDERONLINE:start_frame -e $RENDERONLINE:end_frame';

test('a farm that never has nothing to do renews its leases and sees what others enqueue', async () => {
  const run = await startTestScheduler({ machines: 0, links: 2, adapter: 'blender' });
  current = run;
  const { farm, link, clock, scheduler } = run;
  link.join(1, { hasSessions: true });
  const frames = [{ first: 1, last: 2 }];
  const values = { start_frame: '1', end_frame: '2' };
  scheduler.wake(await farm.enqueue({ template, values, frames }));
  await settle();
  const [order] = link.orders;
  assert.ok(order);
  const key = { leaseId: order.leaseId, token: order.token };
  let isOver = false;
  // Two events in turns: while one is committed the other one comes.
  const talk = async (frame: number): Promise<void> => {
    while (!isOver) await link.say(1, { kind: 'frame-started', ...key, frame });
  };
  const talks = [talk(1), talk(1)];
  await clock.advance(4000);
  const expiresAtMs = async () => (await listLiveLeases(farm.database.db))[0]?.expiresAtMs ?? 0;
  const before = await expiresAtMs();
  link.join(2, { hasSessions: true });
  const late = await farm.enqueue({ template, values, frames });
  for (let step = 0; step < 10; step += 1) {
    link.join(1, { hasSessions: true, held: null });
    await clock.advance(2000);
  }
  isOver = true;
  await settle();
  await Promise.all(talks);
  assert.ok(
    link.orders.some(({ taskId }) => taskId === late),
    'what another program enqueued is found',
  );
  assert.ok((await expiresAtMs()) > before, 'leases are renewed');
});
