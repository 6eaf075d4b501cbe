import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { createClient } from './create-client.ts';

const servers: Server[] = [];

async function serve(listener: RequestListener) {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return createClient({ baseUrl, email: 'jörg@example.com', token: 'secret', answerTimeoutMs: 2000 });
}

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function bodyOf(request: IncomingMessage): Promise<string> {
  return Buffer.concat((await request.toArray()) as Buffer[]).toString('latin1');
}

describe('requests', () => {
  test('carry the credentials, as UTF-8', async () => {
    let seen: IncomingMessage['headers'] = {};
    const client = await serve((request, response) => {
      seen = request.headers;
      response.end('{"User":{},"Tasks":[]}');
    });
    await client.info();
    assert.equal(Buffer.from(String(seen.email), 'latin1').toString('utf8'), 'jörg@example.com');
    assert.equal(seen.token, 'secret');
  });

  const refusals: [name: string, status: number, body: string, code: string, message: RegExp][] = [
    [
      'a v1 refusal',
      400,
      '{"IsRemoved":false,"ErrorMessage":"Task is gone."}',
      'http-400',
      /^Task is gone\.$/,
    ],
    [
      'problem+json',
      404,
      '{"code":"task-not-found","detail":"No task 7."}',
      'task-not-found',
      /^No task 7\.$/,
    ],
    ['an empty 401', 401, '', 'unauthorized', /refused these credentials/],
    ['a page of a proxy', 502, '<html>Bad gateway</html>', 'http-502', /status 502/],
  ];
  for (const [name, status, body, code, message] of refusals) {
    test(`${name} is an ApiError`, async () => {
      const client = await serve((_request, response) => {
        response.writeHead(status).end(body);
      });
      await assert.rejects(client.dequeue(7), { name: 'ApiError', status, code, message });
    });
  }

  test('an answer that is not JSON names what may be wrong', async () => {
    const client = await serve((_request, response) => {
      response.end('<html>');
    });
    await assert.rejects(client.engines(), { code: 'not-renderapi', message: /is it a RenderAPI/ });
  });

  test('nobody there, and nobody answering, are both told', async () => {
    const nobody = createClient({ baseUrl: 'http://127.0.0.1:1', email: 'a', token: 'b' });
    await assert.rejects(nobody.info(), { status: 0, code: 'unreachable', message: /127\.0\.0\.1:1/ });
    const silent = await serve(() => undefined);
    await assert.rejects(silent.info(), { code: 'unreachable', message: /within 2 s/ });
  });

  test('a part of an output is asked for by its range, with its path encoded', async () => {
    let seen: IncomingMessage | undefined;
    const client = await serve((request, response) => {
      seen = request;
      response.writeHead(206).end('rest');
    });
    const stream = await client.downloadOutput(3, 'shot 1/ä#.png', { offset: 10 });
    assert.equal(await new Response(stream).text(), 'rest');
    assert.equal(seen?.url, '/renderapi/v2/tasks/3/outputs/shot%201/%C3%A4%23.png');
    assert.equal(seen.headers.range, 'bytes=10-');
  });
});

test('what changes a task, and what belongs to it, goes to its address', async () => {
  const asked: string[] = [];
  const client = await serve((request, response) => {
    void bodyOf(request).then((body) => {
      asked.push(`${request.method ?? ''} ${request.url ?? ''} ${body}`.trim());
      response.end('{}');
    });
  });
  await client.pause(3);
  await client.resume(3);
  await client.setPriority(3, 80);
  await client.requeue(3, 'failed');
  await client.addFrames(3, '101-150');
  await client.frames(3, { after: 20, limit: 10 });
  await client.attempts(3);
  await client.findings(3);
  await client.machines();
  assert.deepEqual(asked, [
    'POST /renderapi/v2/tasks/3/pause {}',
    'POST /renderapi/v2/tasks/3/resume {}',
    'POST /renderapi/v2/tasks/3/priority {"priority":80}',
    'POST /renderapi/v2/tasks/3/requeue {"frames":"failed"}',
    'POST /renderapi/v2/tasks/3/frames {"frames":"101-150"}',
    'GET /renderapi/v2/tasks/3/frames?after=20&limit=10',
    'GET /renderapi/v2/tasks/3/attempts',
    'GET /renderapi/v2/tasks/3/findings',
    'GET /renderapi/v2/machines',
  ]);
});

test('a proxy that sends the whole file in place of its end is put right', async () => {
  const client = await serve((_request, response) => {
    response.write('0123');
    response.end('456789');
  });
  const stream = await client.downloadOutput(3, 'a.png', { offset: 6 });
  assert.equal(await new Response(stream).text(), '6789');
});

describe('enqueue', () => {
  let folder: string;
  let filePath: string;
  const content = randomBytes(3 * 1024 * 1024);
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'renderonline-client-'));
    filePath = join(folder, 'szene "1".blend');
    await writeFile(filePath, content);
  });
  after(() => rm(folder, { recursive: true }));

  test('sends the request part first, then the file, and tells how far it is', async () => {
    let received = '';
    const client = await serve((request, response) => {
      void bodyOf(request).then((body) => {
        received = body;
        response.writeHead(201, { 'renderonline-task-id': '42' }).end('{"taskId":42}');
      });
    });
    const progress: number[] = [];
    const { taskId } = await client.enqueue({
      engineId: 1,
      arguments: { start_frame: '1' },
      priority: 60,
      order: 'sparse',
      filePath,
      onProgress: ({ sentBytes, totalBytes }) => progress.push(sentBytes / totalBytes),
    });
    assert.equal(taskId, 42);
    assert.equal(progress.at(-1), 1);
    assert.match(
      received,
      /name="request"[\s\S]*"arguments":{"start_frame":"1"},"priority":60,"order":"sparse"}[\s\S]*name="file"/,
    );
    assert.match(received, /filename="szene %221%22\.blend"/);
    assert.ok(received.includes(content.toString('latin1')));
  });

  test('says so when the answer does not tell the id', async () => {
    const client = await serve((request, response) => {
      request.resume().once('end', () => response.end('{}'));
    });
    await assert.rejects(client.enqueue({ engineId: 1, arguments: {}, filePath }), {
      code: 'not-renderapi',
      message: /was enqueued/,
    });
  });

  test('ends at a refusal without sending the rest', async () => {
    const client = await serve((request, response) => {
      request.once('data', () => {
        request.pause();
        response.writeHead(403).end('{"code":"queue-limit-reached","detail":"Queue limit 3 reached."}');
      });
    });
    await assert.rejects(client.enqueue({ engineId: 1, arguments: {}, filePath }), {
      name: 'ApiError',
      status: 403,
      code: 'queue-limit-reached',
      message: 'Queue limit 3 reached.',
    });
  });

  test('can be aborted, and tells a broken connection', async () => {
    const controller = new AbortController();
    const client = await serve((request) => {
      request.once('data', () => {
        controller.abort(new Error('changed my mind'));
      });
    });
    const options = { engineId: 1, arguments: {}, filePath };
    await assert.rejects(client.enqueue({ ...options, signal: controller.signal }), {
      message: 'changed my mind',
    });
    const breaking = await serve((request) => request.socket.destroy());
    await assert.rejects(breaking.enqueue(options), { name: 'ApiError', code: 'unreachable' });
  });

  test('a file that grows while it is sent is said to have changed', async () => {
    const growing = join(folder, 'growing.blend');
    await writeFile(growing, content);
    const client = await serve((request) => request.resume());
    const sending = client.enqueue({
      engineId: 1,
      arguments: {},
      filePath: growing,
      onProgress: () => {
        appendFileSync(growing, 'more');
      },
    });
    await assert.rejects(sending, { name: 'ProjectChanged', message: /save it and submit again/ });
  });

  test('a file that cannot be read is the system’s error, not RenderAPI’s', async () => {
    const listening = await serve((request) => request.resume());
    await assert.rejects(listening.enqueue({ engineId: 1, arguments: {}, filePath: folder }), {
      code: 'EISDIR',
    });
    const client = createClient({ baseUrl: 'http://127.0.0.1:1', email: 'a', token: 'b' });
    await assert.rejects(client.enqueue({ engineId: 1, arguments: {}, filePath: join(folder, 'gone') }), {
      code: 'ENOENT',
    });
  });
});

describe('watchTask', () => {
  const event = (state: string) => `event: snapshot\ndata: ${JSON.stringify({ taskId: 1, state })}\n\n`;

  test('survives a broken stream and ends with the task', async () => {
    let connections = 0;
    const client = await serve((_request, response) => {
      connections += 1;
      response.setHeader('content-type', 'text/event-stream');
      if (connections === 1) {
        response.write(`: hello\n\n${event('queued')}`, () => response.destroy());
      } else {
        const text = event('running') + event('succeeded');
        response.write(text.slice(0, 30));
        response.write(text.slice(30));
      }
    });
    const states: string[] = [];
    for await (const { state } of client.watchTask(1)) states.push(state);
    assert.deepEqual(states, ['queued', 'running', 'succeeded']);
  });

  test('tells once that RenderAPI is away, and once that it is there again', async () => {
    let connections = 0;
    const client = await serve((_request, response) => {
      connections += 1;
      if (connections === 2) response.destroy();
      else if (connections === 3) response.writeHead(502).end();
      else response.write(event(connections === 1 ? 'running' : 'succeeded'), () => response.destroy());
    });
    const told: string[] = [];
    const onAbsence = () => told.push('away');
    const onReturn = () => told.push('back');
    for await (const { state } of client.watchTask(1, { onAbsence, onReturn })) told.push(state);
    assert.deepEqual(told, ['running', 'away', 'back', 'succeeded']);
    assert.equal(connections, 4);
  });

  test('fails at a refusal, at a deletion, and when RenderAPI stays away', async () => {
    const refusing = await serve((_request, response) => {
      response.writeHead(404).end('{"code":"task-not-found","detail":"No task 1."}');
    });
    await assert.rejects(refusing.watchTask(1).next(), { code: 'task-not-found' });
    const deleting = await serve((_request, response) => {
      response.write('event: deleted\ndata: {}\n\n');
    });
    await assert.rejects(deleting.watchTask(1).next(), { code: 'task-not-found', message: /deleted/ });
    const absent = createClient({ baseUrl: 'http://127.0.0.1:1', email: 'a', token: 'b' });
    await assert.rejects(absent.watchTask(1, { absenceLimitMs: 0 }).next(), { code: 'unreachable' });
  });

  test('counts heartbeats as being there', async () => {
    let connections = 0;
    const client = await serve((_request, response) => {
      connections += 1;
      response.write(event(connections === 1 ? 'queued' : 'succeeded'));
      if (connections > 1) return;
      // Longer than the absence limit without a snapshot, then the connection breaks.
      let beats = 0;
      const beat = setInterval(() => {
        beats += 1;
        if (beats < 26) response.write(': still here\n\n');
        else {
          clearInterval(beat);
          response.destroy();
        }
      }, 50);
    });
    const states: string[] = [];
    for await (const { state } of client.watchTask(1, { absenceLimitMs: 1000 })) states.push(state);
    assert.deepEqual(states, ['queued', 'succeeded']);
  });

  test('ends quietly when nobody listens any more', async () => {
    const controller = new AbortController();
    const client = await serve((_request, response) => {
      response.write(event('running'));
    });
    const states: string[] = [];
    for await (const { state } of client.watchTask(1, { signal: controller.signal })) {
      states.push(state);
      controller.abort();
    }
    assert.deepEqual(states, ['running']);
  });
});
