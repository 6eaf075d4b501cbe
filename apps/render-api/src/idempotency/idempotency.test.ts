// Requests that make something, sent more than once: over real sockets, on a SQLite file.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { after, before, describe, test } from 'node:test';
import type {
  Problem,
  ProjectCreated,
  StepAdded,
  SubmitResponse,
  VideoResponse,
} from '@renderonline/contract';
import { addArgumentType, addEngine, cancelTask } from '@renderonline/database';
import {
  createProjectClient,
  manifestOf,
  sha256Of,
  type ProjectClient,
} from '../projects/testing/project-client.ts';
import { boundary, filePart, multipart, multipartType, requestPart } from '../testing/multipart.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';

const wanted = { engineId: 1, arguments: { start_frame: '1', end_frame: '3' } };
const scene = [{ path: 'a.blend', content: Buffer.from('a scene') }];

describe('an Idempotency-Key', { timeout: 60_000 }, () => {
  let api: TestApi;
  let client: ProjectClient;
  let keys = 0;
  before(async () => {
    api = await startTestApi({ queueLimit: 1000 });
    client = createProjectClient(api.url, api.headers);
  });
  after(() => api.close());

  const newKey = () => `key-${(keys += 1)}`;
  const post = (path: string, key: string, body: string | Buffer, headers: Record<string, string> = {}) =>
    client.call('POST', path, { headers: { 'idempotency-key': key, ...headers }, body });
  const submitFile = (key: string, name = 'scene.blend', headers: Record<string, string> = {}) =>
    post('tasks', key, multipart([requestPart(wanted), filePart(name)]), {
      'content-type': multipartType,
      ...headers,
    });
  const submitProject = (key: string, projectId: number, changes: object = {}) =>
    post('tasks', key, JSON.stringify({ ...wanted, projectId, ...changes }), {
      'content-type': 'application/json',
    });

  /** What was made, and whether it had been made before. */
  async function made<Answer = SubmitResponse>(
    response: Response,
    status = 201,
  ): Promise<{ readonly answer: Answer; readonly isReplay: boolean }> {
    const text = await response.text();
    assert.equal(response.status, status, text);
    const isReplay = response.headers.get('idempotent-replayed') === 'true';
    return { answer: JSON.parse(text) as Answer, isReplay };
  }
  async function assertProblem(response: Response, status: number, code: string): Promise<void> {
    const problem = (await response.json()) as Problem;
    assert.deepEqual({ status: response.status, code: problem.code }, { status, code });
  }
  async function madeByOneOf(responses: readonly Response[]): Promise<void> {
    const answers = await Promise.all(responses.map((response) => made(response)));
    assert.equal(answers.filter(({ isReplay }) => !isReplay).length, 1);
    assert.equal(new Set(answers.map(({ answer }) => answer.taskId)).size, 1);
  }
  async function untilTasks(count: number): Promise<void> {
    while ((await api.countTasks()) < count) await turn();
  }

  test('makes one task of a file, however often it is sent, also after a restart', async () => {
    const key = newKey();
    const first = await made(await submitFile(key));
    assert.equal(first.isReplay, false);
    const tasks = await api.countTasks();
    const files = await api.listDownloads();
    await api.stop();
    await api.start();
    // The connection of before is broken; whoever uses it first sees it.
    await fetch(`${api.url}/healthz`).catch(() => undefined);
    const again = await submitFile(key);
    assert.equal(again.headers.get('renderonline-task-id'), String(first.answer.taskId));
    assert.deepEqual(await made(again), { answer: first.answer, isReplay: true });
    assert.equal(await api.countTasks(), tasks);
    assert.deepEqual((await api.listDownloads()).sort(), files.sort());
    const fileFirst = multipart([filePart('scene.blend'), requestPart(wanted)]);
    const late = await made(await post('tasks', key, fileFirst, { 'content-type': multipartType }));
    assert.deepEqual(late, { answer: first.answer, isReplay: true });
    assert.deepEqual((await api.listDownloads()).sort(), files.sort());
  });

  test('stands for one request: another one is refused, and makes nothing', async () => {
    const key = newKey();
    await made(await submitFile(key));
    const projectId = await client.complete(scene);
    const tasks = await api.countTasks();
    await assertProblem(await submitFile(key, 'other.blend'), 422, 'idempotency-key-reused');
    await assertProblem(await submitProject(key, projectId), 422, 'idempotency-key-reused');
    const manifest = JSON.stringify(manifestOf(scene));
    await assertProblem(await post('projects', key, manifest), 422, 'idempotency-key-reused');
    assert.equal(await api.countTasks(), tasks);
  });

  test('is the user’s own, and need not be sent', async () => {
    const key = newKey();
    const mine = await made(await submitFile(key));
    const others = { email: 'other@example.com', token: 'other-token' };
    const theirs = await made(await submitFile(key, 'scene.blend', others));
    assert.equal(theirs.isReplay, false);
    assert.notEqual(theirs.answer.taskId, mine.answer.taskId);
  });

  test('is visible ASCII, of 255 characters at most', async () => {
    for (const key of ['', 'a b', 'ä', 'x'.repeat(256)]) {
      await assertProblem(await submitFile(key), 400, 'request-invalid');
      await assertProblem(
        await post('projects', key, JSON.stringify(manifestOf(scene))),
        400,
        'request-invalid',
      );
    }
    await made(await submitFile('x'.repeat(255)));
  });

  test('of many requests at once makes one task, of a file and of a project', async () => {
    const projectId = await client.complete(scene);
    const tasks = await api.countTasks();
    const [fileKey, projectKey] = [newKey(), newKey()];
    const many = Array.from({ length: 6 });
    await madeByOneOf(await Promise.all(many.map(() => submitFile(fileKey))));
    await madeByOneOf(await Promise.all(many.map(() => submitProject(projectKey, projectId))));
    assert.equal(await api.countTasks(), tasks + 2);
    const folders = (await api.listDownloads()).filter((path) => path.endsWith('.blend'));
    assert.equal(new Set(folders).size, folders.length);
  });

  test('is not spent by a refusal', async () => {
    const key = newKey();
    const projectId = await client.complete(scene);
    await assertProblem(await submitProject(key, projectId, { engineId: 99 }), 404, 'engine-not-found');
    assert.equal((await made(await submitProject(key, projectId))).isReplay, false);
  });

  /** Sends so many bytes of a submission and breaks the connection off. */
  async function breakOff(key: string, send: (body: Buffer) => Buffer): Promise<void> {
    const body = multipart([requestPart(wanted), filePart('scene.blend', 'x'.repeat(100_000))]);
    const { email, token } = api.headers;
    const head =
      `POST /renderapi/v2/tasks HTTP/1.1\r\nhost: farm\r\nemail: ${email}\r\ntoken: ${token}\r\n` +
      `idempotency-key: ${key}\r\ncontent-length: ${body.length}\r\n` +
      `content-type: multipart/form-data; boundary=${boundary}\r\n\r\n`;
    const socket = connect(api.port, '127.0.0.1');
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.write(Buffer.concat([Buffer.from(head), send(body)]), () => {
        resolve();
      });
    });
    socket.destroy();
  }

  test('makes one task when the connection broke within the request', async () => {
    const key = newKey();
    const tasks = await api.countTasks();
    await breakOff(key, (body) => body.subarray(0, 50_000));
    assert.equal((await made(await submitFile(key))).isReplay, false);
    assert.equal((await made(await submitFile(key))).isReplay, true);
    assert.equal(await api.countTasks(), tasks + 1);
  });

  test('makes one task when the answer never arrived', async () => {
    const key = newKey();
    const tasks = await api.countTasks();
    await breakOff(key, (body) => body);
    await untilTasks(tasks + 1);
    assert.equal((await made(await submitFile(key))).isReplay, true);
    assert.equal(await api.countTasks(), tasks + 1);
  });

  test('answers about a project as it is now, and says when it is gone', async () => {
    const key = newKey();
    const files = [{ path: 'b.blend', content: Buffer.from(`another scene ${key}`) }];
    const manifest = JSON.stringify(manifestOf(files));
    const ask = () => post('projects', key, manifest);
    const first = await made<ProjectCreated>(await ask());
    assert.deepEqual(
      { isReplay: first.isReplay, missing: first.answer.missing.length },
      { isReplay: false, missing: 1 },
    );
    const { projectId } = first.answer;
    assert.equal(await client.complete(files), projectId);
    const complete = { projectId, isComplete: true, missing: [] };
    assert.deepEqual(await made<ProjectCreated>(await ask()), { answer: complete, isReplay: true });
    await client.call('DELETE', `projects/${projectId}`);
    await assertProblem(await ask(), 404, 'project-not-found');
  });

  test('makes one project of an archive, also with two at once', async () => {
    const zip = await readFile(new URL('../projects/testing/project.zip', import.meta.url));
    await (await client.upload(zip)).body?.cancel();
    const key = newKey();
    const ask = () => post('projects/from-archive', key, JSON.stringify({ sha256: sha256Of(zip) }));
    const asked = await Promise.all([ask(), ask()]);
    const answers = await Promise.all(asked.map((response) => made<ProjectCreated>(response)));
    const [one, other] = answers.toSorted((a, b) => Number(a.isReplay) - Number(b.isReplay));
    assert.equal(one?.isReplay, false);
    assert.deepEqual(other, { answer: one.answer, isReplay: true });
  });

  test('makes one video', async () => {
    await addEngine(api.database.db, {
      name: 'ffmpeg-frames',
      extension: '.png',
      downloadPath: api.downloads,
      renderArgument: 'ffmpeg -i $RENDERONLINE:@input_directory',
    });
    for (const argtypeId of ['frame_rate', 'video_codec', 'video_quality', 'video_extension']) {
      await addArgumentType(api.database.db, { argtypeId, type: 'word', regex: '[.a-z0-9]+' });
    }
    const { answer } = await made(await submitFile(newKey()));
    const key = newKey();
    const ask = (format: string) => post(`tasks/${answer.taskId}/video`, key, JSON.stringify({ format }));
    const first = await made<VideoResponse>(await ask('mp4'));
    const again = await made<VideoResponse>(await ask('mp4'));
    assert.equal(again.isReplay, true);
    assert.equal(again.answer.taskId, first.answer.taskId);
    await assertProblem(await ask('webm'), 422, 'idempotency-key-reused');
    await cancelTask(api.database, { taskId: first.answer.taskId, nowMs: Date.now() });
    const canceled = await made<VideoResponse>(await ask('mp4'));
    assert.equal(canceled.answer.task.state, 'canceled');
  });

  test('adds one step', async () => {
    const engine = {
      ...{ name: 'notes', extension: '.png', downloadPath: api.downloads },
      renderArgument: 'notes $RENDERONLINE:@input_directory $RENDERONLINE:start_frame',
    };
    const { engineId } = await addEngine(api.database.db, engine);
    const { answer } = await made(await submitFile(newKey()));
    const key = newKey();
    const ask = (request: object, id = answer.taskId, with_ = key) =>
      post(
        `tasks/${id}/steps`,
        with_,
        JSON.stringify({ engineId, arguments: { start_frame: '1' }, ...request }),
      );
    const first = await made<StepAdded>(await ask({ priority: 80 }));
    const { parentTaskId, waitingFor, engine: name, priority } = first.answer.task;
    assert.deepEqual([parentTaskId, waitingFor], [answer.taskId, [answer.taskId]]);
    assert.deepEqual([name, priority], ['notes', 80]);
    const again = await made<StepAdded>(await ask({ priority: 80 }));
    assert.deepEqual([again.isReplay, again.answer.taskId], [true, first.answer.taskId]);
    await assertProblem(await ask({}), 422, 'idempotency-key-reused');
    const refused = async (request: object, status: number, code: string, id?: number) =>
      assertProblem(await ask(request, id, newKey()), status, code);
    await refused({ frames: '1-2' }, 409, 'step-input-missing');
    await refused({ now: true }, 409, 'step-input-missing');
    await refused({ frames: 'x' }, 400, 'frame-range-invalid');
    await refused({ frame: '1' }, 400, 'request-invalid');
    await refused({ engineId: 999 }, 404, 'engine-not-found');
    await refused({ arguments: {} }, 400, 'placeholder-without-value');
    await refused({}, 404, 'task-not-found', 9999);
  });
});
