import assert from 'node:assert/strict';
import { Agent } from 'node:http';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, test } from 'node:test';
import { boundedRequest, CallFailed, type BoundedRequest } from './bounded-request.ts';

const servers: Server[] = [];
const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) server.close();
});

/** A server that does with each connection's first bytes what the test wants. */
async function serve(onRequest: (socket: Socket, count: number) => void): Promise<number> {
  let count = 0;
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.on('data', () => {
      count += 1;
      onRequest(socket, count);
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

function call(port: number, changes: Partial<BoundedRequest> = {}) {
  return boundedRequest({
    host: '127.0.0.1',
    port,
    method: 'GET',
    path: '/',
    limitMs: 5000,
    maxAnswerBytes: 1000,
    signal: new AbortController().signal,
    ...changes,
  });
}

const answer = (body: string) => `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`;

async function failure(attempt: Promise<unknown>): Promise<[string, boolean]> {
  const error: unknown = await attempt.catch((caught: unknown) => caught);
  assert.ok(error instanceof CallFailed, String(error));
  return [error.message, error.mayHaveArrived];
}

test('an answer is read whole', async () => {
  const port = await serve((socket) => socket.write(answer('hello')));
  assert.deepEqual(await call(port), { status: 200, text: 'hello' });
});

test('nobody listens: it certainly did not arrive', async () => {
  assert.deepEqual(await failure(call(1)), ['connection refused', false]);
});

test('an address that does not exist did not get it', async () => {
  const [, mayHaveArrived] = await failure(call(1, { host: 'nowhere.invalid' }));
  assert.equal(mayHaveArrived, false);
});

test('an address that is none is the row’s fault, not a crash', async () => {
  await assert.rejects(call(70_000));
});

test('a connection cut after the request may have brought it', async () => {
  const port = await serve((socket) => socket.destroy());
  assert.deepEqual(await failure(call(port, { method: 'POST', body: {} })), ['the connection was cut', true]);
});

test('an answer cut in the middle is none', async () => {
  const port = await serve((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf'));
  assert.equal((await failure(call(port)))[1], true);
});

test('silence ends with the time limit', async () => {
  const port = await serve(() => undefined);
  assert.deepEqual(await failure(call(port, { limitMs: 50 })), ['no answer within 0.05 s', true]);
});

test('an answer that drips ends with the time limit', async () => {
  const port = await serve((socket) => socket.write('HTTP/1.1 200 OK\r\n\r\nand'));
  assert.equal((await failure(call(port, { limitMs: 50 })))[0], 'no answer within 0.05 s');
});

test('no more is read than allowed', async () => {
  const port = await serve((socket) => socket.write(answer('x'.repeat(1001))));
  assert.match((await failure(call(port)))[0], /longer than 1000 bytes/);
});

test('what does not speak HTTP is told so', async () => {
  const port = await serve((socket) => socket.write('SSH-2.0-OpenSSH\r\n'));
  assert.equal((await failure(call(port)))[0], 'it does not speak HTTP');
});

test('a caller who wants it no more ends it', async () => {
  const controller = new AbortController();
  const port = await serve(() => {
    controller.abort();
  });
  assert.deepEqual(await failure(call(port, { signal: controller.signal })), ['the call was ended', true]);
  assert.deepEqual(await failure(call(port, { signal: controller.signal })), ['the call was ended', false]);
});

test('a kept connection that the machine closed meanwhile is no failure', async () => {
  const agent = new Agent({ keepAlive: true });
  const port = await serve((socket, count) => {
    if (count === 2) socket.destroy();
    else socket.write(answer(String(count)));
  });
  assert.equal((await call(port, { agent })).text, '1');
  // The free connection gets the second request and is cut; the third goes out on a new one.
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal((await call(port, { agent })).text, '3');
  agent.destroy();
});
