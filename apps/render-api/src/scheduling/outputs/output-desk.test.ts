import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLogger } from '@renderonline/runtime';
import { createFakeClock, settle } from '../testing/fake-clock.ts';
import { createFakePublisher } from '../testing/fake-publisher.ts';
import { createOutputDesk } from './output-desk.ts';

const log = createLogger({ name: 'test', level: 'silent' });
const frame = { leaseId: 5, taskId: 7, frame: 1, outputs: [], outputDirectory: '/output' };

function open() {
  const clock = createFakeClock();
  const publisher = createFakePublisher();
  return { clock, publisher, desk: createOutputDesk(publisher, clock, log) };
}

test('publishes again until it works, and what is left of the lease goes only then', async () => {
  const { clock, publisher, desk } = open();
  publisher.failWith(new Error('disk full'));
  publisher.failWith(new Error('disk full'));
  void desk.publish(frame);
  desk.discardLease(5);
  let isPublished = false;
  void desk.published(7).then(() => (isPublished = true));
  await clock.advance(1000);
  assert.deepEqual([publisher.published, publisher.discarded, isPublished], [[], [], false]);
  await clock.advance(500);
  assert.deepEqual(publisher.published, [frame]);
  assert.deepEqual(publisher.discarded, [{ leaseId: 5 }]);
  assert.equal(isPublished, true);
});

test('ends when it is stopped, and leaves the rest to the next', async () => {
  const { publisher, desk } = open();
  publisher.failWith(new Error('disk full'));
  const publishing = desk.publish(frame);
  desk.discardLease(5);
  await settle();
  desk.stop();
  await publishing;
  await settle();
  assert.deepEqual([publisher.published, publisher.discarded], [[], []]);
});
