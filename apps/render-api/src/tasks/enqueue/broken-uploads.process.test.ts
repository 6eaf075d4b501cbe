// What uploads leave behind when they are refused, cut off or too slow, over real sockets.
import assert from 'node:assert/strict';
import { connect, type Socket } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { setImmediate, setTimeout as wait } from 'node:timers/promises';
import {
  boundary,
  filePart,
  multipart,
  multipartType,
  requestPart,
  validRequest,
} from '../../testing/multipart.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';

const mebibyte = 2 ** 20;

describe('uploads that go wrong', { timeout: 60_000 }, () => {
  let api: TestApi;
  before(async () => {
    api = await startTestApi({
      flags: {
        MaxUploadBytes: 8 * mebibyte,
        UploadIdleTimeoutMs: 400,
        UploadTotalTimeoutMs: 1500,
        RefusedUploadDrainMs: 1500,
      },
    });
    // The plain token becomes its hash, so that what follows is about uploads alone.
    await fetch(`${api.url}/renderapi/v1/info`, { headers: api.headers });
  });
  after(() => api.close());

  function open(): Socket {
    const socket = connect(api.port, '127.0.0.1');
    socket.on('error', () => undefined); // resets are what some of these tests are about
    return socket;
  }
  function head(length: number, more: readonly string[] = []): string {
    const lines = [
      'POST /renderapi/v1/enqueue HTTP/1.1',
      'Host: localhost',
      `email: ${api.headers.email}`,
      `token: ${api.headers.token}`,
      `Content-Type: ${multipartType}`,
      `Content-Length: ${length}`,
      ...more,
    ];
    return `${lines.join('\r\n')}\r\n\r\n`;
  }
  async function write(socket: Socket, data: string | Buffer): Promise<void> {
    if (!socket.write(data) && !socket.destroyed) {
      await new Promise<void>((resolve) => {
        socket.once('drain', resolve).once('close', () => {
          resolve();
        });
      });
    }
  }
  /** Everything that is answered until `pattern` is, or the connection ends. */
  function answerOf(socket: Socket, pattern = /\r\n\r\n\{.*\}/): Promise<string> {
    return new Promise((resolve) => {
      let text = '';
      socket.on('data', (chunk) => {
        text += chunk.toString();
        if (pattern.test(text)) resolve(text);
      });
      socket.on('close', () => {
        resolve(text);
      });
    });
  }
  async function assertNothingLeft(): Promise<void> {
    const deadline = Date.now() + 5000;
    for (;;) {
      const left = (await api.listDownloads()).filter((path) => path !== '1');
      if (left.length === 0) break;
      assert.ok(Date.now() < deadline, `left behind: ${left.join(', ')}`);
      await wait(10);
    }
    assert.equal(await api.countTasks(), 0);
  }
  async function untilStored(): Promise<void> {
    const deadline = Date.now() + 5000;
    while (!(await api.listDownloads()).some((path) => path.endsWith('.part'))) {
      assert.ok(Date.now() < deadline, 'the file never began to arrive');
      await wait(5);
    }
  }

  const request = requestPart(validRequest);
  const refusedRequest = requestPart({ EngineId: 9, Arguments: [] });
  const openingOf = (parts: Parameters<typeof multipart>[0]) =>
    multipart(parts).subarray(0, -`\r\n--${boundary}--\r\n`.length);

  for (const [name, parts] of [
    ['request first', [request, filePart('scene.blend', 'x'.repeat(1000))]],
    ['file first', [filePart('scene.blend', 'x'.repeat(1000))]],
  ] as const) {
    test(`a connection that drops within the file (${name}) leaves nothing`, async () => {
      const socket = open();
      await write(socket, head(4 * mebibyte));
      await write(socket, openingOf(parts));
      await untilStored();
      socket.destroy();
      await assertNothingLeft();
    });
  }

  test('a connection that drops between the parts leaves nothing', async () => {
    const socket = open();
    await write(socket, head(4 * mebibyte));
    await write(socket, `${openingOf([filePart('scene.blend')]).toString()}\r\n--${boundary}\r\nContent-Dis`);
    await untilStored().catch(() => undefined);
    socket.destroy();
    await assertNothingLeft();
  });

  test('a body that ends within the file is refused', async () => {
    const body = openingOf([request, filePart('scene.blend', 'x'.repeat(1000))]);
    const response = await fetch(`${api.url}/renderapi/v1/enqueue`, {
      method: 'POST',
      headers: { ...api.headers, 'content-type': multipartType },
      body: Buffer.from(body),
    });
    assert.equal(response.status, 400);
    assert.equal(((await response.json()) as { IsAdded: boolean }).IsAdded, false);
    await assertNothingLeft();
  });

  for (const connection of ['keep-alive', 'close']) {
    test(`a refusal is answered at once, and a client that sends everything first sees it (${connection})`, async () => {
      const content = Buffer.alloc(6 * mebibyte, 'x');
      const body = multipart([refusedRequest, filePart('scene.blend', content)]);
      const socket = open();
      const answer = answerOf(socket);
      await write(socket, head(body.length, [`Connection: ${connection}`]));
      await write(socket, body.subarray(0, 1000));
      // Nothing more has been sent: the answer does not wait for it.
      const early = await answer;
      assert.match(early, /^HTTP\/1\.1 400 [\s\S]*Engine with identifier 9 not found\./);
      assert.equal(socket.destroyed, false);
      await write(socket, body.subarray(1000));
      await setImmediate();
      assert.equal(socket.destroyed, false);
      if (connection === 'keep-alive') {
        // The connection is still of use.
        const next = answerOf(socket, /HTTP\/1\.1 200 /);
        await write(socket, 'GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n');
        assert.match(await next, /HTTP\/1\.1 200 /);
      }
      socket.destroy();
      await assertNothingLeft();
    });
  }

  test('wrong credentials are answered at once, before the body', async () => {
    const socket = open();
    const answer = answerOf(socket);
    await write(socket, head(4 * mebibyte).replace(`token: ${api.headers.token}`, 'token: wrong'));
    assert.match(await answer, /^HTTP\/1\.1 401 [\s\S]*Unauthorized\./);
    socket.destroy();
  });

  test('a refused upload is not listened to for ever', async () => {
    const socket = open();
    const closed = new Promise((resolve) => socket.once('close', resolve));
    await write(socket, head(4 * mebibyte).replace(`token: ${api.headers.token}`, 'token: wrong'));
    socket.resume();
    await closed; // after UploadIdleTimeoutMs
  });

  test('a file over the limit is refused by its length, and by its bytes when it does not tell', async () => {
    const content = Buffer.alloc(10 * mebibyte, 'x');
    const body = multipart([request, filePart('scene.blend', content)]);
    const told = await fetch(`${api.url}/renderapi/v1/enqueue`, {
      method: 'POST',
      headers: { ...api.headers, 'content-type': multipartType },
      body: Buffer.from(body),
    });
    assert.equal(told.status, 413);
    assert.match(await told.text(), /"IsAdded":false/);
    const untold = await fetch(`${api.url}/renderapi/v1/enqueue`, {
      method: 'POST',
      headers: { ...api.headers, 'content-type': multipartType },
      body: new Blob([Buffer.from(body)]).stream(),
      duplex: 'half',
    });
    assert.equal(untold.status, 413);
    await assertNothingLeft();
  });

  for (const [name, opening] of [
    ['within the file', openingOf([request, filePart('scene.blend', 'x'.repeat(1000))])],
    ['before any part', Buffer.from(`--${boundary}\r\n`)],
  ] as const) {
    test(`an upload that falls silent ${name} is given up`, async () => {
      const socket = open();
      const answer = answerOf(socket);
      await write(socket, head(4 * mebibyte));
      await write(socket, opening);
      assert.match(await answer, /^HTTP\/1\.1 408 [\s\S]*"IsAdded":false/);
      socket.destroy();
      await assertNothingLeft();
    });
  }

  test('an upload that only trickles is given up when its time is over', async () => {
    const socket = open();
    const trickle = new AbortController();
    const answer = answerOf(socket).finally(() => {
      trickle.abort();
    });
    await write(socket, head(4 * mebibyte));
    await write(socket, openingOf([request, filePart('scene.blend', 'x'.repeat(1000))]));
    while (!trickle.signal.aborted) {
      await write(socket, 'x');
      await wait(50);
    }
    assert.match(await answer, /^HTTP\/1\.1 408 [\s\S]*"IsAdded":false/);
    socket.destroy();
    await assertNothingLeft();
  });

  test('a small request that trickles is given up, too', async () => {
    const slow = await startTestApi({ flags: { RequestBodyTimeoutMs: 200 } });
    const socket = connect(slow.port, '127.0.0.1');
    const answer = answerOf(socket);
    const lines = ['POST /renderapi/v1/delete HTTP/1.1', 'Host: x', 'Content-Type: application/json'];
    const credentials = [`email: ${slow.headers.email}`, `token: ${slow.headers.token}`];
    socket.write([...lines, ...credentials, 'Content-Length: 100', '', '{'].join('\r\n'));
    assert.match(await answer, /^HTTP\/1\.1 408 /);
    socket.destroy();
    await slow.close();
  });

  test('many at once stay within the queue limit, and the others leave nothing', async () => {
    const body = Buffer.from(multipart([request, filePart('scene.blend', 'x'.repeat(100_000))]));
    const statuses = await Promise.all(
      Array.from({ length: 12 }, async () => {
        const response = await fetch(`${api.url}/renderapi/v1/enqueue`, {
          method: 'POST',
          headers: { ...api.headers, 'content-type': multipartType },
          body,
        });
        await response.text();
        return response.status;
      }),
    );
    assert.deepEqual(statuses.sort(), [200, 200, 200, ...Array<number>(9).fill(403)]);
    assert.equal(await api.countTasks(), 3);
    const files = (await api.listDownloads()).filter((path) => path.endsWith('.blend'));
    assert.equal(files.length, 3);
    assert.equal(api.scheduler.wakes(), 3);
  });
});
