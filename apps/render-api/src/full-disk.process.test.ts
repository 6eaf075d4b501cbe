// What a full disk does: a real one, of a few megabytes.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, readdir, rm, statfs, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import type { Problem, StorageReport } from '@renderonline/contract';
import { findTask, updateUser } from '@renderonline/database';
import { keepThumbnail, stageOutput } from '@renderonline/storage';
import { createProjectClient } from './projects/testing/project-client.ts';
import { filePart, multipart, multipartType, requestPart, validRequest } from './testing/multipart.ts';
import { mountSmallDisk } from './testing/small-disk.ts';
import { startTestApi, type TestApi } from './testing/test-api.ts';

const mebibyte = 1024 * 1024;

test('a full disk takes nothing in, keeps what is there, and goes on alone when there is room', async () => {
  await using disk = await mountSmallDisk(12);
  const flags = { MinFreeBytes: mebibyte, ContentsDirectory: join(disk.folder, 'contents') };
  const api = await startTestApi({ downloads: join(disk.folder, 'downloads'), flags });
  const projects = createProjectClient(api.url, api.headers);
  try {
    const kept = await submit(api, 'v1', mebibyte);
    assert.equal(kept.status, 200);
    const taskId = Number(kept.headers.get('renderonline-task-id'));
    const filePath = (await findTask(api.database.db, { taskId }))?.render.filePath ?? '';
    assert.deepEqual(await readiness(api), [200, 'ready', 'ok']);
    const before = await filesOf(api);

    // There is room when it begins, and none for all of it.
    for (const version of ['v1', 'v2'] as const)
      await refuses(await submit(api, version, 20 * mebibyte), version);
    assert.deepEqual(await filesOf(api), before, 'nothing of what was refused is left');
    await assert.rejects(stage(filePath, 20 * mebibyte), { code: 'disk-full' });
    assert.deepEqual(await filesOf(api), before);

    // There is none at all.
    const filler = join(disk.folder, 'filler');
    const { bavail, bsize } = await statfs(disk.folder);
    await writeFile(filler, Buffer.alloc(bavail * bsize - mebibyte / 2));
    for (const version of ['v1', 'v2'] as const) await refuses(await submit(api, version, 1000), version);
    await refuses(await projects.upload(Buffer.alloc(1000)), 'v2');
    await assert.rejects(stage(filePath, 1000), { code: 'disk-full' });
    const picture = { filePath, name: 'a.webp', sourceModifiedAtMs: 1, bytes: Buffer.alloc(9) };
    assert.equal(await keepThumbnail({ ...picture, minFreeBytes: mebibyte }), false);
    assert.deepEqual(await filesOf(api), before, 'what was there is there');
    assert.deepEqual(await readiness(api), [200, 'ready', 'full']);
    await updateUser(api.database.db, { userId: 1, role: 'admin' });
    const report = (await (await call(api, 'v2/storage')).json()) as StorageReport;
    assert.deepEqual([report.isFull, report.disks[0]?.isFull], [true, true]);

    await rm(filler);
    assert.deepEqual(await readiness(api), [200, 'ready', 'ok']);
    assert.equal((await submit(api, 'v2', 1000)).status, 201);
    assert.equal((await projects.upload(Buffer.alloc(1000))).status, 201);
    await stage(filePath, 1000);
  } finally {
    await api.close();
  }
});

function call(
  api: TestApi,
  path: string,
  init: Omit<RequestInit, 'headers'> & { readonly headers?: Record<string, string> } = {},
): Promise<Response> {
  return fetch(`${api.url}/renderapi/${path}`, { ...init, headers: { ...api.headers, ...init.headers } });
}

function submit(api: TestApi, version: 'v1' | 'v2', bytes: number): Promise<Response> {
  const v2Request = { engineId: 1, arguments: { start_frame: '1', end_frame: '2', output_format: '.png' } };
  const request = requestPart(version === 'v1' ? validRequest : v2Request);
  return call(api, version === 'v1' ? 'v1/enqueue' : 'v2/tasks', {
    method: 'POST',
    headers: { 'content-type': multipartType },
    body: Buffer.from(multipart([request, filePart('scene.blend', Buffer.alloc(bytes, 1))])),
  });
}

async function refuses(response: Response, version: 'v1' | 'v2'): Promise<void> {
  assert.equal(response.status, 507);
  const answer = (await response.json()) as Problem & { readonly ErrorMessage?: string };
  if (version === 'v2') assert.equal(answer.code, 'disk-full');
  assert.match(answer.ErrorMessage ?? answer.detail, /The disk that holds .* is full\. Make room/);
}

/** An output of a machine. */
async function stage(filePath: string, bytes: number): Promise<void> {
  await mkdir(dirname(filePath), { recursive: true });
  const content = Buffer.alloc(bytes, 2);
  await stageOutput({
    ...{ filePath, taskId: 1, leaseId: 1, frame: 1, name: '0001.bin' },
    sha256: createHash('sha256').update(content).digest('hex'),
    source: Readable.from([content]),
    limits: { maxBytes: 1e9, minFreeBytes: mebibyte, idleTimeoutMs: 10_000, maxFiles: 8 },
  });
}

async function readiness(api: TestApi): Promise<[number, string, string]> {
  const response = await fetch(`${api.url}/readyz`);
  const { status, storage } = (await response.json()) as { status: string; storage: string };
  return [response.status, status, storage];
}

/** Plain files alone: folders in which something arrived may stay. */
async function filesOf(api: TestApi): Promise<string[]> {
  const entries = await readdir(api.downloads, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
