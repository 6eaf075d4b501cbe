import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createEventInbox } from './event-inbox.ts';

test('numbers are taken once and in order', () => {
  const inbox = createEventInbox('outbox', 10);
  assert.deepEqual(
    [9, 10, 12, 11, 11, 12].map((seq) => inbox.take(seq)),
    ['done', 'done', 'gap', 'next', 'underWay', 'next'],
  );
  assert.deepEqual([inbox.ackedSeq(), inbox.receivedSeq(), inbox.unsettled()], [10, 12, 2]);
  assert.equal(inbox.settle(12), false);
  assert.equal(inbox.settle(13), false);
  assert.equal(inbox.settle(11), true);
  assert.equal(inbox.settle(11), false);
  assert.deepEqual([inbox.ackedSeq(), inbox.unsettled(), inbox.take(12)], [12, 0, 'done']);
});

test('whatever the order of settling, everything below the acknowledged number is settled, and nothing is forgotten', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.constant('take' as const), fc.nat({ max: 30 })), { maxLength: 100 }),
      (steps) => {
        const inbox = createEventInbox('outbox', 0);
        const settled = new Set<number>();
        for (const step of steps) {
          if (step === 'take') assert.equal(inbox.take(inbox.receivedSeq() + 1), 'next');
          else if (step <= inbox.receivedSeq() && step > 0) {
            settled.add(step);
            inbox.settle(step);
          }
          let contiguous = 0;
          while (settled.has(contiguous + 1)) contiguous += 1;
          assert.equal(inbox.ackedSeq(), contiguous);
          assert.equal(inbox.unsettled(), inbox.receivedSeq() - settled.size);
        }
      },
    ),
  );
});
