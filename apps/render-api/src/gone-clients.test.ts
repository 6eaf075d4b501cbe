// Clients that go away while they are being signed in: nothing may wait for them, or be held for them.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { findUserByEmail } from '@renderonline/database';
import { v1Refusals } from '@renderonline/domain';
import { until } from './scheduling/testing/test-farm.ts';
import { filePart, multipart, multipartType, requestPart, validRequest } from './testing/multipart.ts';
import { startTestApi, type TestApi } from './testing/test-api.ts';

describe('a client that goes away while it is being signed in', { timeout: 60_000 }, () => {
  let api: TestApi;
  /** Signs in once it is told to. */
  let arrived = Promise.withResolvers<undefined>();
  let signIn = Promise.resolve<undefined>(undefined);
  before(async () => {
    api = await startTestApi({
      flags: { MaxEventStreams: 1 },
      authenticator: {
        async authenticate() {
          arrived.resolve(undefined);
          await signIn;
          const user = await findUserByEmail(api.database.db, { email: api.headers.email });
          if (!user) throw v1Refusals.unauthorized();
          return user;
        },
      },
    });
  });
  after(() => api.close());

  /** Sends `text`, closes the connection while the authenticator is at work, and only then lets it finish. */
  async function sendAndLeave(text: string): Promise<void> {
    const gate = Promise.withResolvers<undefined>();
    arrived = Promise.withResolvers<undefined>();
    signIn = gate.promise;
    const connected = once(api.app.server, 'connection') as Promise<[Socket]>;
    const socket = connect(api.port, '127.0.0.1');
    socket.write(text);
    const [serverSide] = await connected;
    // Not once(): half a request also ends in an error, which would reject it.
    const closed = new Promise((resolve) => serverSide.once('close', resolve));
    await arrived.promise;
    socket.destroy();
    await closed;
    signIn = Promise.resolve(undefined);
    gate.resolve(undefined);
  }

  test('takes no event stream from others', async () => {
    const response = await fetch(`${api.url}/renderapi/v1/enqueue`, {
      method: 'POST',
      headers: { 'content-type': multipartType },
      body: Buffer.from(multipart([requestPart(validRequest), filePart('scene.blend')])),
    });
    const path = `/renderapi/v2/tasks/${response.headers.get('renderonline-task-id') ?? ''}/events`;
    const { email, token } = api.headers;
    const head = [`GET ${path} HTTP/1.1`, 'Host: localhost', `Email: ${email}`, `Token: ${token}`];
    await sendAndLeave(`${head.join('\r\n')}\r\n\r\n`);
    const aborter = new AbortController();
    const watched = await fetch(`${api.url}${path}`, { headers: api.headers, signal: aborter.signal });
    assert.equal(watched.status, 200);
    aborter.abort();
  });

  test('leaves no upload that is waited for', async () => {
    const head = ['POST /renderapi/v1/enqueue HTTP/1.1', 'Host: localhost', `Content-Type: ${multipartType}`];
    await sendAndLeave(`${[...head, 'Content-Length: 1000000'].join('\r\n')}\r\n\r\n--`);
    await until('the end of the upload', () =>
      api.logLines.some((line) => line.includes('connection ended')),
    );
  });
});

describe('an address that does not exist', () => {
  let api: TestApi;
  before(async () => {
    api = await startTestApi();
  });
  after(() => api.close());

  test('is told at once, whatever the body is and however slowly it comes', async () => {
    const socket = connect(api.port, '127.0.0.1');
    const head = ['POST /nothing HTTP/1.1', 'Host: localhost', 'Content-Type: application/json'];
    socket.write(`${[...head, 'Content-Length: 100'].join('\r\n')}\r\n\r\n{`);
    const [answer] = (await once(socket, 'data', { signal: AbortSignal.timeout(20_000) })) as [Buffer];
    assert.match(answer.toString(), /^HTTP\/1\.1 404 /);
    socket.destroy();
    const malformed = await fetch(`${api.url}/nothing`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{',
    });
    assert.equal(malformed.status, 404);
  });
});
