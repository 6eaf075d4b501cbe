import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { findTask, findUserByEmail } from '@renderonline/database';
import { outputDirectoryOf } from '@renderonline/storage';
import { listArchive } from '../../../../packages/storage/src/testing/unzip.ts';
import { filePart, multipart, multipartType, requestPart, validRequest } from '../testing/multipart.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';
import { openArchiveOfTasks } from './archive-of-tasks.ts';
import { createArchiveShares } from './task-archive.ts';

const readsUnderWay = () =>
  process.getActiveResourcesInfo().filter((name) => name.startsWith('FSReq')).length;

async function submit(api: TestApi, name: string, files: readonly string[]): Promise<number> {
  const response = await fetch(`${api.url}/renderapi/v1/enqueue`, {
    method: 'POST',
    headers: { ...api.headers, 'content-type': multipartType },
    body: Buffer.from(multipart([requestPart(validRequest), filePart(name)])),
  });
  const taskId = Number(response.headers.get('renderonline-task-id'));
  const details = await findTask(api.database.db, { taskId });
  const output = outputDirectoryOf(details?.render.filePath ?? '');
  await mkdir(output, { recursive: true });
  for (const file of files) await writeFile(join(output, file), file);
  return taskId;
}

test('several tasks go into one archive, those without results left out', async () => {
  const api = await startTestApi();
  const first = await submit(api, 'scene.blend', ['frame_0001.png']);
  const second = await submit(api, 'scene.blend', ['frame_0001.png', 'frame_0002.png']);
  const without = await submit(api, 'scene.blend', []);
  const ask = (taskIds: string) =>
    fetch(`${api.url}/renderapi/v2/archive?taskIds=${taskIds}`, { headers: api.headers });

  const answer = await ask(`${first},${without},${second},${first}`);
  assert.equal(answer.headers.get('content-disposition'), 'attachment; filename=tasks-2.zip');
  const zip = join(await mkdtemp(join(tmpdir(), 'renderonline-zip-')), 'tasks.zip');
  await writeFile(zip, Buffer.from(await answer.arrayBuffer()));
  const entries = listArchive(zip).map(({ name }) => name);
  await rm(dirname(zip), { recursive: true });
  const expected = [
    `scene-${first}/frame_0001.png`,
    `scene-${second}/frame_0001.png`,
    `scene-${second}/frame_0002.png`,
  ];
  assert.deepEqual(entries, expected);

  const refused = async (taskIds: string, status: number, code: string) => {
    const response = await ask(taskIds);
    const problem = (await response.json()) as { readonly code: string };
    assert.deepEqual([response.status, problem.code], [status, code], taskIds);
  };
  await refused(String(without), 404, 'no-results');
  await refused(`${first},999999`, 404, 'task-not-found');
  await refused('1,,2', 400, 'request-invalid');
  await refused('../etc', 400, 'request-invalid');
  await refused('9'.repeat(9000), 400, 'request-invalid');
  await api.close();
});

test('one who goes away before an archive begins keeps no share of archives; tasks wait together', async () => {
  const api = await startTestApi();
  const taskIds = [await submit(api, 'a.blend', ['1.png']), await submit(api, 'b.blend', ['1.png'])];
  const { database } = api;
  const user = await findUserByEmail(database.db, { email: api.headers.email });
  assert.ok(user);
  const archives = createArchiveShares();
  for (let count = 0; count < 20; count += 1) {
    const closed = new PassThrough();
    let waiting = 0;
    const outputsInPlace = async () => {
      waiting += 1;
      if (waiting === taskIds.length) closed.destroy();
      await once(closed, 'close');
    };
    const dependencies = { database, archives, scheduler: { outputsInPlace } };
    await assert.rejects(openArchiveOfTasks(dependencies, user, { taskIds, closed }), { code: 'no-results' });
  }
  await api.close();
});

test('a client that goes away ends the reading of its archive', { timeout: 30_000 }, async () => {
  const api = await startTestApi();
  const taskId = await submit(api, 'scene.blend', []);
  const details = await findTask(api.database.db, { taskId });
  const output = outputDirectoryOf(details?.render.filePath ?? '');
  const large = join(output, 'frame_0001.exr');
  await writeFile(large, '');
  await truncate(large, 4 * 2 ** 30); // sparse: takes no room

  // Seen at work first, so that seeing nothing afterwards means something.
  let hasSeenReads = false;
  await new Promise<void>((resolve, reject) => {
    const asked = request(
      `${api.url}/renderapi/v1/download`,
      { method: 'POST', headers: { ...api.headers, 'content-type': 'application/json' } },
      (answer) => {
        assert.equal(answer.statusCode, 200);
        answer.on('data', () => {
          hasSeenReads ||= readsUnderWay() > 0;
          if (hasSeenReads) answer.destroy();
        });
        answer.on('close', resolve);
      },
    );
    asked.on('error', reject).end(JSON.stringify({ taskId }));
  });
  assert.ok(hasSeenReads);
  const deadline = Date.now() + 10_000;
  while (readsUnderWay() > 0) {
    assert.ok(Date.now() < deadline, 'the archive is still being read');
    await wait(20);
  }
  await api.close();
});
