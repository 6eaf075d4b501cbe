import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { createHpcCalls } from './hpc-calls.ts';
import { lineTask } from './testing/line-task.ts';

test('what a machine says for people is cut: it is shown, and kept, again and again', async (context) => {
  const server = createServer((request, response) => {
    request.resume();
    response.statusCode = request.url === '/hpc/start' ? 400 : 403;
    response.end(JSON.stringify({ IsSuccess: false, Message: 'x'.repeat(100_000) }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
  const { signal } = new AbortController();
  const calls = createHpcCalls(10_000);
  context.after(() => {
    calls.close();
    server.close();
  });
  const order = {
    ...{ machineId: 1, leaseId: 1, token: 't', taskId: 1, engineName: 'e' },
    frames: { first: 1, last: 1 },
    command: { kind: 'line', text: '-b' },
    task: lineTask(1),
  } as const;
  const cut = 'x'.repeat(1000);
  assert.deepEqual(await calls.start(address, order, signal), { kind: 'refused', message: cut });
  assert.deepEqual(await calls.attempt(address, signal), { kind: 'refusing', reason: cut });
});
