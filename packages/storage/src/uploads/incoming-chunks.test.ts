import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isDomainError } from '@renderonline/domain';
import { incomingChunks } from './incoming-chunks.ts';

async function* chunksThenNothing(count: number): AsyncGenerator<Buffer> {
  for (let index = 0; index < count; index += 1) yield Buffer.from([index]);
  await new Promise(() => undefined);
}

test('only the time that the sender takes counts', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const chunks = incomingChunks(chunksThenNothing(2), { idleTimeoutMs: 1000 });
  assert.deepEqual(await chunks.next(), Buffer.from([0]));
  // Our disk takes its time.
  t.mock.timers.tick(5000);
  assert.deepEqual(await chunks.next(), Buffer.from([1]));
  const third = chunks.next();
  t.mock.timers.tick(999);
  t.mock.timers.tick(2);
  await assert.rejects(third, (error) => isDomainError(error, 'upload-timed-out'));
  await assert.rejects(chunks.next(), (error) => isDomainError(error, 'upload-timed-out'));
  chunks.close();
});
