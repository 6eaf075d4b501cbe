import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { findTask } from '@renderonline/database';
import { outputDirectoryOf } from '@renderonline/storage';
import { startTestApi, type TestApi } from '../../../apps/render-api/src/testing/test-api.ts';
import { createClient, type Client } from './create-client.ts';
import type { ProjectProgress } from './projects/upload-progress.ts';
import type { UploadMemory } from './uploads/upload-memory.ts';

/** The client against the real RenderAPI: real sockets, SQLite and disk; only nothing renders. */
describe('against RenderAPI', () => {
  let api: TestApi;
  let client: Client;
  let folder: string;
  let filePath: string;
  const project = randomBytes(5_000_000);
  const submission = () => ({ engineId: 1, arguments: { start_frame: '1', end_frame: '3' }, filePath });

  before(async () => {
    api = await startTestApi({ queueLimit: 2 });
    client = createClient({ baseUrl: api.url, ...api.headers });
    folder = await mkdtemp(join(tmpdir(), 'renderonline-client-'));
    filePath = join(folder, 'Szene 大.blend');
    await writeFile(filePath, project);
  });
  after(async () => {
    await api.close();
    await rm(folder, { recursive: true });
  });

  async function projectOf(taskId: number): Promise<string> {
    const details = await findTask(api.database.db, { taskId });
    assert.ok(details);
    return details.render.filePath;
  }

  test('uploads a project of many files, goes on where it broke off, and submits it; nothing travels twice', async () => {
    const textures = Array.from({ length: 20 }, (_, index) => join(folder, `${index}.png`));
    for (const path of textures) await writeFile(path, randomBytes(1000));
    const files = [filePath, ...textures].map((path) => ({ path: basename(path), filePath: path }));
    const main = basename(filePath);
    const known = new Map<string, string>();
    const memory: UploadMemory = {
      find: (sha256) => known.get(sha256),
      keep: (sha256, address) => void known.set(sha256, address),
      forget: (sha256) => void known.delete(sha256),
    };
    const cut = new AbortController();
    const onProgress = ({ sentBytes }: ProjectProgress) => {
      if (sentBytes > 2_000_000) cut.abort(new Error('killed'));
    };
    const order = { main, files, memory };
    await assert.rejects(client.uploadProject({ ...order, signal: cut.signal, onProgress }), /killed/);
    assert.equal(known.size, 1);
    const { projectId, sentBytes, totalBytes } = await client.uploadProject(order);
    assert.equal(totalBytes, 5_020_000);
    assert.ok(sentBytes < 4_900_000, `${sentBytes} bytes`);
    assert.equal((await client.uploadProject(order)).sentBytes, 0);
    const { fileCount, isComplete, mainPath } = await client.project(projectId);
    assert.deepEqual([fileCount, isComplete, mainPath], [21, true, main]);
    const request = { engineId: 1, arguments: { start_frame: '1', end_frame: '3' }, projectId };
    const { taskId } = await client.submit(request);
    assert.ok(project.equals(await readFile(await projectOf(taskId))));
    await client.delete(taskId);
  });

  test('submits, shows, downloads and deletes a task', async () => {
    const sent: number[] = [];
    const { taskId } = await client.enqueue({
      ...submission(),
      onProgress: ({ sentBytes }) => sent.push(sentBytes),
    });
    assert.equal(sent.at(-1), project.length);
    const stored = await projectOf(taskId);
    assert.ok(project.equals(await readFile(stored)));

    assert.equal((await client.info()).Tasks[0]?.Task.TaskId, taskId);
    assert.equal((await client.listTasks({ limit: 1 })).tasks[0]?.fileName, 'Szene 大.blend');
    const task = await client.task(taskId);
    assert.deepEqual(task.frames, { pending: 3, leased: 0, done: 0, failed: 0 });
    assert.equal(task.fileSize, project.length);
    for await (const { state } of client.watchTask(taskId)) {
      assert.equal(state, 'queued');
      break;
    }

    await assert.rejects(client.downloadZip(taskId), {
      name: 'ApiError',
      message: /no results|not produced/i,
    });
    const frames = join(outputDirectoryOf(stored), 'shot 1');
    await mkdir(frames, { recursive: true });
    await writeFile(join(frames, 'frame #1.png'), 'a whole frame');
    const { outputs } = await client.outputs(taskId);
    assert.deepEqual(
      outputs.map(({ path, size }) => [path, size]),
      [['shot 1/frame #1.png', 13]],
    );
    const rest = await client.downloadOutput(taskId, 'shot 1/frame #1.png', { offset: 8 });
    assert.equal(await new Response(rest).text(), 'frame');
    const zip = Buffer.from(await new Response(await client.downloadZip(taskId)).arrayBuffer());
    assert.equal(zip.readUInt32LE(0), 0x04034b50);
    assert.ok(zip.includes('shot 1/frame #1.png') && zip.includes('a whole frame'));

    assert.equal((await client.dequeue(taskId)).IsRemoved, true);
    assert.equal((await client.delete(taskId)).IsDeleted, true);
    await assert.rejects(client.task(taskId), { status: 404, code: 'task-not-found' });
  });

  test('hears a refusal while it is still sending', async () => {
    const large = join(folder, 'large.txt');
    await writeFile(large, '');
    await truncate(large, 300_000_000);
    let sentBytes = 0;
    const refused = client.enqueue({
      ...submission(),
      filePath: large,
      onProgress: (progress) => {
        sentBytes = progress.sentBytes;
      },
    });
    await assert.rejects(refused, {
      name: 'ApiError',
      status: 400,
      message: 'Engine extension .blend not matching with files extension .txt.',
    });
    assert.ok(sentBytes < 300_000_000, 'everything was sent');
  });

  test('hears the queue limit, and leaves nothing there', async () => {
    await client.enqueue(submission());
    await client.enqueue(submission());
    const files = await api.listDownloads();
    await assert.rejects(client.enqueue(submission()), {
      status: 403,
      message: 'Queue limit 2 reached for your subscription.',
    });
    assert.deepEqual(await api.listDownloads(), files);
  });

  test('hears that a watched task was deleted', async () => {
    const { tasks } = await client.listTasks();
    const taskId = tasks[0]?.taskId ?? 0;
    async function watchAndDelete(): Promise<void> {
      for await (const { state } of client.watchTask(taskId)) {
        assert.equal(state, 'queued');
        await client.delete(taskId);
      }
    }
    await assert.rejects(watchAndDelete(), { code: 'task-not-found' });
  });

  test('hears that the credentials are wrong', async () => {
    const stranger = createClient({ baseUrl: api.url, email: api.headers.email, token: 'guessed' });
    await assert.rejects(stranger.info(), { status: 401, code: 'unauthorized' });
    await assert.rejects(stranger.listTasks(), { status: 401, code: 'unauthorized' });
    await assert.rejects(stranger.enqueue(submission()), { status: 401, message: 'Unauthorized.' });
  });
});
