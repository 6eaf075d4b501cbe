// The v2 endpoints, against a listening server on a SQLite file.
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { EngineList, OutputList, Problem, TaskList, TaskSnapshot, TaskView } from '@renderonline/contract';
import { addEngine, cancelTask, deleteTask, findTask } from '@renderonline/database';
import { outputDirectoryOf } from '@renderonline/storage';
import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { filePart, multipart, multipartType, requestPart, validRequest } from './testing/multipart.ts';
import { startTestApi, type TestApi } from './testing/test-api.ts';

describe('v2', { timeout: 60_000 }, () => {
  let api: TestApi;
  before(async () => {
    api = await startTestApi({ queueLimit: 100, flags: { MaxEventStreams: 2 } });
  });
  after(() => api.close());

  const call = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${api.url}/renderapi/v2/${path}`, { headers: { ...api.headers, ...headers } });
  async function read<Schema extends TSchema>(path: string, schema: Schema): Promise<Static<Schema>> {
    const response = await call(path);
    const body: unknown = await response.json();
    assert.equal(response.status, 200, JSON.stringify(body));
    const faults = Compile(schema as TSchema).Errors(body);
    assert.deepEqual(faults, []);
    return body as Static<Schema>;
  }
  async function assertProblem(response: Response, status: number, code: string): Promise<void> {
    const problem = (await response.json()) as Problem;
    assert.equal(response.headers.get('content-type'), 'application/problem+json; charset=utf-8');
    assert.deepEqual({ status: response.status, code: problem.code }, { status, code });
    assert.deepEqual(Compile(Problem).Errors(problem), []);
  }
  async function enqueue(): Promise<number> {
    const response = await fetch(`${api.url}/renderapi/v1/enqueue`, {
      method: 'POST',
      headers: { ...api.headers, 'content-type': multipartType },
      body: Buffer.from(multipart([requestPart(validRequest), filePart('scene.blend')])),
    });
    assert.equal(response.status, 200);
    return Number(response.headers.get('renderonline-task-id'));
  }

  test('refuses with problems', async () => {
    await assertProblem(await call('tasks', { token: 'wrong' }), 401, 'unauthorized');
    await assertProblem(await call('tasks/999'), 404, 'task-not-found');
    await assertProblem(await call('tasks/abc'), 400, 'request-invalid');
    await assertProblem(await call('tasks?limit=0'), 400, 'request-invalid');
    await assertProblem(await call('tasks?limit=1000000'), 400, 'request-invalid');
    await assertProblem(await call('nothing'), 404, 'route-not-found');
    const others = { email: 'other@example.com', token: 'other-token' };
    const taskId = await enqueue();
    for (const path of ['', '/events', '/outputs', '/outputs/x.png']) {
      await assertProblem(await call(`tasks/${taskId}${path}`, others), 404, 'task-not-found');
    }
  });

  test('lists tasks in pages, newest first', async () => {
    const ids: number[] = [];
    for (let count = 0; count < 5; count += 1) ids.unshift(await enqueue());
    const first = await read('tasks?limit=3', TaskList);
    assert.deepEqual(
      first.tasks.map(({ taskId }) => taskId),
      ids.slice(0, 3),
    );
    const second = await read(`tasks?limit=2&before=${first.nextBefore ?? ''}`, TaskList);
    assert.deepEqual(
      second.tasks.map(({ taskId }) => taskId),
      ids.slice(3),
    );
    const [task] = first.tasks;
    assert.equal(task?.state, 'queued');
    assert.equal(task.waitingReason, 'no machine');
    assert.match(task.queuedAt, /Z$/);
    assert.equal(task.progress.framesTotal, 10);
  });

  test('shows a task whole', async () => {
    const taskId = await enqueue();
    const task = await read(`tasks/${taskId}`, TaskView);
    assert.deepEqual(task.arguments, { start_frame: '1', end_frame: '10', output_format: '.png' });
    assert.deepEqual(task.frames, { pending: 10, leased: 0, done: 0, failed: 0 });
    assert.deepEqual(task.attempts, []);
    assert.equal(task.isQueued, true);
    assert.match(task.command, /^blender -b .*scene\.blend -s 1 -e 10 -a$/);
  });

  test('gives no reason to wait for a task that renders', async () => {
    const taskId = await enqueue();
    await api.database.db
      .updateTable('tasks')
      .set({ state: 'running', is_running: 1 })
      .where('task_id', '=', taskId)
      .execute();
    assert.equal((await read(`tasks/${taskId}`, TaskView)).waitingReason, null);
  });

  test('shows engines with what their templates take', async () => {
    await addEngine(api.database.db, {
      name: 'other',
      extension: '.x',
      downloadPath: api.downloads,
      renderArgument: '-i $RENDERONLINE:@uploaded_file -f $RENDERONLINE:output_format?',
    });
    const { engines } = await read('engines', EngineList);
    assert.deepEqual(
      engines.map(({ name, arguments: taken }) => [
        name,
        taken.map((each) => [each.argTypeId, each.isRequired]),
      ]),
      [
        [
          'blender',
          [
            ['start_frame', true],
            ['end_frame', true],
          ],
        ],
        ['other', [['output_format', false]]],
      ],
    );
  });

  describe('outputs', () => {
    let taskId: number;
    before(async () => {
      taskId = await enqueue();
      const details = await findTask(api.database.db, { taskId });
      const output = outputDirectoryOf(details?.render.filePath ?? '');
      await mkdir(join(output, 'left eye'), { recursive: true });
      await writeFile(join(output, 'left eye', 'frame_0001 #1.png'), '0123456789');
    });

    test('are listed, and downloaded whole or in part', async () => {
      const { outputs } = await read(`tasks/${taskId}/outputs`, OutputList);
      assert.deepEqual(
        outputs.map(({ path, size }) => ({ path, size })),
        [{ path: 'left eye/frame_0001 #1.png', size: 10 }],
      );
      const path = `tasks/${taskId}/outputs/left%20eye/frame_0001%20%231.png`;
      const whole = await call(path);
      assert.equal(whole.status, 200);
      assert.equal(await whole.text(), '0123456789');
      assert.equal(whole.headers.get('content-type'), 'image/png');
      assert.equal(whole.headers.get('content-length'), '10');
      const etag = whole.headers.get('etag') ?? '';
      const rest = await call(path, { range: 'bytes=4-', 'if-range': etag });
      assert.equal(rest.status, 206);
      assert.equal(rest.headers.get('content-range'), 'bytes 4-9/10');
      assert.equal(await rest.text(), '456789');
      const changed = await call(path, { range: 'bytes=4-', 'if-range': '"other"' });
      assert.deepEqual([changed.status, await changed.text()], [200, '0123456789']);
      assert.equal((await call(path, { 'if-none-match': etag })).status, 304);
      const beyond = await call(path, { range: 'bytes=10-' });
      assert.equal(beyond.headers.get('content-range'), 'bytes */10');
      await assertProblem(beyond, 416, 'range-not-satisfiable');
      const head = await fetch(`${api.url}/renderapi/v2/${path}`, { method: 'HEAD', headers: api.headers });
      assert.deepEqual([head.status, head.headers.get('content-length')], [200, '10']);
    });

    for (const path of [
      '..%2F..%2Fscene.blend',
      '../scene.blend',
      'scene.blend',
      '%2Fetc%2Fpasswd',
      'none.png',
      '%00',
    ]) {
      test(`never lead to ${path}`, async () => {
        const status = await new Promise((resolve, reject) => {
          // fetch would tidy the path up.
          const address = {
            host: '127.0.0.1',
            port: api.port,
            path: `/renderapi/v2/tasks/${taskId}/outputs/${path}`,
          };
          get({ ...address, headers: api.headers }, (response) => {
            response.resume();
            resolve(response.statusCode);
          }).on('error', reject);
        });
        assert.equal(status, 404);
      });
    }
  });

  describe('events', () => {
    async function* eventsOf(response: Response): AsyncGenerator<{ event: string; data: string }> {
      let text = '';
      assert.ok(response.body);
      for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
        text += chunk;
        for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
          const [, event = '', data = ''] = /^event: (.*)\ndata: (.*)$/.exec(text.slice(0, end)) ?? [];
          text = text.slice(end + 2);
          if (event !== '') yield { event, data };
        }
      }
    }

    test('begin with a snapshot, follow changes and end with the task', async () => {
      const taskId = await enqueue();
      const response = await call(`tasks/${taskId}/events`, { origin: 'https://farm.example' });
      assert.equal(response.headers.get('content-type'), 'text/event-stream; charset=utf-8');
      assert.equal(response.headers.get('access-control-allow-origin'), '*');
      const states: string[] = [];
      for await (const { event, data } of eventsOf(response)) {
        assert.equal(event, 'snapshot');
        const snapshot = JSON.parse(data) as TaskSnapshot;
        assert.deepEqual(Compile(TaskSnapshot).Errors(snapshot), []);
        states.push(snapshot.state);
        if (states.length > 1) continue;
        await cancelTask(api.database, { taskId, nowMs: Date.now() });
        api.scheduler.tell(taskId);
      }
      assert.deepEqual(states, ['queued', 'canceled']);
    });

    test('say when the task is deleted, whoever did it', async () => {
      const taskId = await enqueue();
      const events: string[] = [];
      for await (const { event } of eventsOf(await call(`tasks/${taskId}/events`))) {
        events.push(event);
        await deleteTask(api.database, { taskId, nowMs: Date.now() });
      }
      assert.deepEqual(events, ['snapshot', 'deleted']);
    });

    test('are limited in number, and a watcher that leaves makes room', async () => {
      const taskId = await enqueue();
      const aborters = [new AbortController(), new AbortController()];
      for (const { signal } of aborters) {
        const response = await fetch(`${api.url}/renderapi/v2/tasks/${taskId}/events`, {
          headers: api.headers,
          signal,
        });
        assert.equal(response.status, 200);
      }
      await assertProblem(await call(`tasks/${taskId}/events`), 503, 'too-busy');
      for (const aborter of aborters) aborter.abort();
      const deadline = Date.now() + 5000;
      for (;;) {
        const response = await call(`tasks/${taskId}/events`);
        await response.body?.cancel();
        if (response.status === 200) break;
        assert.ok(Date.now() < deadline, 'the streams of those who left stayed open');
      }
    });
  });

  test('health and readiness need no credentials', async () => {
    const health = await fetch(`${api.url}/healthz`);
    assert.deepEqual([health.status, await health.json()], [200, { status: 'ok' }]);
    const readiness = await fetch(`${api.url}/readyz`);
    assert.deepEqual(
      [readiness.status, await readiness.json()],
      [200, { status: 'ready', database: 'ok', storage: 'ok', scheduling: true }],
    );
    const description = await fetch(`${api.url}/openapi.json`);
    assert.equal(((await description.json()) as { openapi: string }).openapi, '3.1.0');
  });

  test('no token of any request is in the log', () => {
    assert.ok(api.logLines.length > 10);
    assert.doesNotMatch(api.logLines.join(''), /my-secret-token|other-token/);
  });
});
