import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, get, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { whenClosed } from './when-closed.ts';

test('an answer whose client has left, or leaves later, is closed once', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const asked = get({ port: (server.address() as AddressInfo).port }).on('error', () => undefined);
  const [, answer] = (await once(server, 'request')) as [unknown, ServerResponse];
  const told: string[] = [];
  whenClosed(answer, () => told.push('later'));
  assert.equal(told.length, 0);
  asked.destroy();
  await once(answer, 'close');
  whenClosed(answer, () => told.push('before'));
  assert.deepEqual(told, ['later', 'before']);
  server.close();
});
