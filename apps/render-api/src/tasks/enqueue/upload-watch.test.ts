import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { test } from 'node:test';
import { isDomainError } from '@renderonline/domain';
import { watchUpload } from './upload-watch.ts';

const timeouts = { idleTimeoutMs: 1000, totalTimeoutMs: 5000 };

/** As much of a request as the watch looks at; nothing more of it arrives. */
function silentRequest(complete: boolean): IncomingMessage {
  const facts = { socket: { bytesRead: 100 }, readableLength: 0, complete, destroyed: false };
  return Object.assign(new EventEmitter(), facts) as unknown as IncomingMessage;
}

for (const limitMs of [timeouts.idleTimeoutMs, timeouts.totalTimeoutMs]) {
  test(`a sender who is not done is given up after ${limitMs} ms`, ({ mock }) => {
    mock.timers.enable({ apis: ['setTimeout'] });
    const idleTimeoutMs = limitMs === timeouts.idleTimeoutMs ? limitMs : 2 * limitMs;
    const watch = watchUpload(silentRequest(false), { ...timeouts, idleTimeoutMs });
    mock.timers.tick(limitMs - 1);
    assert.equal(watch.signal.aborted, false);
    mock.timers.tick(1);
    assert.ok(isDomainError(watch.signal.reason, 'upload-timed-out'));
    watch.end();
  });
}

test('a sender who has sent everything is not blamed for our disk', ({ mock }) => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const watch = watchUpload(silentRequest(true), timeouts);
  mock.timers.tick(100 * timeouts.totalTimeoutMs);
  assert.equal(watch.signal.aborted, false);
  watch.end();
});
