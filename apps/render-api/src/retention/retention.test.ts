// What goes by itself, and what is told about it, on real files and a real database.
import assert from 'node:assert/strict';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { after, before, describe, test } from 'node:test';
import { StorageReport } from '@renderonline/contract';
import {
  cancelTask,
  createProject,
  findOwnedContent,
  findTask,
  keepContents,
  updateSubscription,
  updateUser,
} from '@renderonline/database';
import type { KeepLimits } from '@renderonline/domain';
import { createLogger } from '@renderonline/runtime';
import { createDirectoryContents, type ContentStore } from '@renderonline/storage';
import { Compile } from 'typebox/compile';
import { createTaskTurns } from '../tasks/task-turns.ts';
import { filePart, multipart, multipartType, requestPart, validRequest } from '../testing/multipart.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';
import { createRetention, type Retention } from './create-retention.ts';

const dayMs = 86_400_000;
const none = { days: null, bytes: null };

describe('retention', { timeout: 60_000 }, () => {
  let api: TestApi;
  const logLines: string[] = [];
  let contents: ContentStore;
  let isLeader = true;
  const woken: number[] = [];
  before(async () => {
    api = await startTestApi({ queueLimit: 100 });
    contents = createDirectoryContents({ folder: join(api.downloads, '..', 'store'), minFreeBytes: 0 });
  });
  after(() => api.close());

  /** A task with 1000 bytes of results and 100 of logs; ended unless said otherwise. */
  async function newTask({ endedDaysAgo }: { readonly endedDaysAgo: number | null }): Promise<number> {
    const response = await fetch(`${api.url}/renderapi/v1/enqueue`, {
      method: 'POST',
      headers: { ...api.headers, 'content-type': multipartType },
      body: Buffer.from(multipart([requestPart(validRequest), filePart('scene.blend', 'x'.repeat(10))])),
    });
    const taskId = Number(response.headers.get('renderonline-task-id'));
    const folder = await folderOf(taskId);
    for (const name of ['output', '.logs']) await mkdir(join(folder, name), { recursive: true });
    await writeFile(join(folder, 'output', '1.png'), Buffer.alloc(990));
    await writeFile(join(folder, '.logs', '1.log'), Buffer.alloc(100));
    if (endedDaysAgo !== null) {
      await cancelTask(api.database, { taskId, nowMs: Date.now() - endedDaysAgo * dayMs });
    }
    return taskId;
  }

  async function folderOf(taskId: number): Promise<string> {
    return dirname((await findTask(api.database.db, { taskId }))?.render.filePath ?? '');
  }

  function retentionWith(keep: Partial<KeepLimits>): Retention {
    const log = createLogger({
      name: 'test',
      level: 'info',
      destination: { write: (line) => void logLines.push(line) },
    });
    return createRetention({
      ...{
        database: api.database,
        turns: createTaskTurns(),
        log,
        scheduler: { isLeader: () => isLeader, wake: (taskId) => void woken.push(Number(taskId)) },
      },
      clock: { nowMs: () => Date.now(), monotonicMs: () => 0, setTimer: () => () => undefined },
      contents,
      settings: {
        keep: { task: none, results: none, logs: none, project: none, ...keep },
        ...{ unusedContentsMs: dayMs, intervalMs: 1000 },
      },
    });
  }

  const isThere = async (taskId: number) => (await findTask(api.database.db, { taskId })) !== undefined;

  async function report(headers: Record<string, string> = api.headers): Promise<StorageReport> {
    const response = await fetch(`${api.url}/renderapi/v2/storage`, { headers });
    const body: unknown = await response.json();
    assert.deepEqual([response.status, Compile(StorageReport).Errors(body)], [200, []]);
    return body as StorageReport;
  }

  test('keeps everything without limits, and tells how much it is', async () => {
    const taskId = await newTask({ endedDaysAgo: 400 });
    await newTask({ endedDaysAgo: null });
    assert.equal((await report()).unmeasuredTasks, 1);
    await retentionWith({}).sweep();
    assert.equal(await isThere(taskId), true);
    const told = await report();
    assert.equal(told.unmeasuredTasks, 0);
    const [mine, ...others] = told.users;
    const unlimited = { neededBytes: 0, limitDays: null, limitBytes: null };
    assert.deepEqual(mine?.tasks, { count: 1, bytes: 1000, ...unlimited });
    assert.deepEqual(mine.logs, { count: 1, bytes: 100, ...unlimited });
    assert.deepEqual([others, told.removals, told.disks], [[], [], []]);
    const stranger = await report({ email: 'other@example.com', token: 'other-token' });
    assert.deepEqual(
      stranger.users.map(({ email, tasks }) => [email, tasks.count]),
      [['other@example.com', 0]],
    );
  });

  test('removes what is too old with its folder, and says so, when this RenderAPI schedules', async () => {
    const old = await newTask({ endedDaysAgo: 11 });
    const young = await newTask({ endedDaysAgo: 9 });
    const waiting = await newTask({ endedDaysAgo: null });
    const folder = await folderOf(old);
    const retention = retentionWith({ task: { days: 10, bytes: null } });
    isLeader = false;
    await retention.sweep();
    assert.equal(await isThere(old), true);
    isLeader = true;
    await retention.sweep();
    assert.deepEqual([await isThere(old), await isThere(young), await isThere(waiting)], [false, true, true]);
    await assert.rejects(readdir(folder), { code: 'ENOENT' });
    assert.deepEqual((await readdir(await folderOf(young))).sort(), ['.logs', 'output', 'scene.blend']);
    const said = logLines.map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.ok(said.some(({ kind, id, reason }) => kind === 'task' && id === old && reason === 'too-old'));
    await retention.close();
  });

  test('lets results go while their task stays, and says so wherever they are asked for', async () => {
    const taskId = await newTask({ endedDaysAgo: 6 });
    await newTask({ endedDaysAgo: 4 });
    const retention = retentionWith({ results: { days: 5, bytes: null } });
    await retention.sweep();
    assert.deepEqual(await readdir(await folderOf(taskId)), ['scene.blend']);
    assert.ok(woken.includes(taskId));
    const get = async (path: string) => {
      const response = await fetch(`${api.url}/renderapi/v2/tasks/${taskId}${path}`, {
        headers: api.headers,
      });
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    };
    const { status, body } = await get('');
    assert.equal(status, 200);
    assert.ok(Date.now() - Date.parse(String(body.resultsExpiredAt)) < 60_000);
    for (const path of ['/outputs', '/outputs/1.png', '/thumbnails/1.png']) {
      const refused = await get(path);
      assert.deepEqual([path, refused.status, refused.body.code], [path, 404, 'results-expired']);
    }
    const download = (request: Record<string, unknown>) =>
      fetch(`${api.url}/renderapi/v1/download`, {
        method: 'POST',
        headers: { ...api.headers, 'content-type': 'application/json' },
        body: JSON.stringify({ TaskId: taskId, ...request }),
      });
    const refused = await download({ IncludeProject: false });
    const { DownloadProvided, ErrorMessage } = (await refused.json()) as Record<string, unknown>;
    assert.deepEqual([refused.status, DownloadProvided], [400, false]);
    assert.match(String(ErrorMessage), /kept no longer/);
    const project = await download({ IncludeProject: true });
    assert.equal(project.status, 200);
    await project.arrayBuffer();
    assert.equal((await report()).unmeasuredTasks, 0);

    // A sweep that was killed before the files went.
    await mkdir(join(await folderOf(taskId), 'output'));
    await api.database.db.deleteFrom('task_storage').where('task_id', '=', taskId).execute();
    await retention.sweep();
    assert.deepEqual(await readdir(await folderOf(taskId)), ['scene.blend']);
    assert.equal(woken.filter((id) => id === taskId).length, 1);
    for (const id of woken) assert.equal(await isThere(id), true);
    await retention.close();
  });

  test('removes contents that no project has some time after their upload, and projects that no task has', async () => {
    const upload = async (text: string, ageDays: number) => {
      const { sha256, size } = await contents.put({
        source: Readable.from([Buffer.from(text)]),
        maxBytes: 100,
      });
      const nowMs = Date.now() - ageDays * dayMs;
      await keepContents(api.database, { contents: [{ userId: 1, sha256, size }], nowMs });
      return { sha256, size };
    };
    const [used, unused, young] = [
      await upload('used', 5),
      await upload('unused', 5),
      await upload('young', 0),
    ];
    const manifest = {
      manifestSha256: used.sha256,
      mainPath: 'a.blend',
      files: [{ path: 'a.blend', ...used }],
    };
    await createProject(api.database, {
      ...{ ...manifest, userId: 1, totalBytes: used.size },
      nowMs: Date.now() - 5 * dayMs,
    });
    const there = async () => Promise.all([used, unused, young].map(({ sha256 }) => contents.sizeOf(sha256)));
    await retentionWith({}).sweep();
    assert.deepEqual(await there(), [4, undefined, 5]);
    assert.equal(await findOwnedContent(api.database.db, { userId: 1, sha256: unused.sha256 }), undefined);
    await retentionWith({ project: { days: 4, bytes: null } }).sweep();
    assert.deepEqual(await there(), [undefined, undefined, 5]);
  });

  test("removes the oldest beyond a subscription's bytes, and logs alone", async () => {
    const [older, newer] = [await newTask({ endedDaysAgo: 3 }), await newTask({ endedDaysAgo: 2 })];
    await updateSubscription(api.database.db, {
      subscriptionId: 1,
      keep: { task: { bytes: 1500 }, logs: { days: 1 } },
    });
    await updateUser(api.database.db, { userId: 1, role: 'admin' });
    await retentionWith({}).sweep();
    assert.deepEqual([await isThere(older), await isThere(newer)], [false, true]);
    assert.deepEqual((await readdir(await folderOf(newer))).sort(), ['output', 'scene.blend']);
    const told = await report();
    assert.deepEqual(told.users[0]?.logs, {
      count: 0,
      bytes: 0,
      neededBytes: 0,
      limitDays: 1,
      limitBytes: null,
    });
    assert.deepEqual([told.users[0].tasks.bytes, told.users[0].tasks.limitBytes], [1000, 1500]);
    assert.ok(told.disks.length > 0);
    await updateSubscription(api.database.db, { subscriptionId: 1, keep: { task: { days: 5 } } });
    const [next] = (await report()).removals;
    assert.deepEqual([next?.kind, next?.id, next?.bytes, next?.reason], ['task', newer, 1000, 'too-old']);
    assert.ok(Math.abs(Date.parse(next?.goesAt ?? '') - Date.now() - 3 * dayMs) < 60_000);
  });
});
