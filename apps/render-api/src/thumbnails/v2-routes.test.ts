// Thumbnails over HTTP, against a listening server.
import assert from 'node:assert/strict';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { findTask } from '@renderonline/database';
import { outputDirectoryOf } from '@renderonline/storage';
import sharp from 'sharp';
import { filePart, multipart, multipartType, requestPart, validRequest } from '../testing/multipart.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';
import { createThumbnails } from './create-thumbnails.ts';

async function taskWithFrame(api: TestApi): Promise<{ taskId: number; output: string }> {
  const response = await fetch(`${api.url}/renderapi/v1/enqueue`, {
    method: 'POST',
    headers: { ...api.headers, 'content-type': multipartType },
    body: Buffer.from(multipart([requestPart(validRequest), filePart('scene.blend')])),
  });
  const taskId = Number(response.headers.get('renderonline-task-id'));
  const details = await findTask(api.database.db, { taskId });
  const output = outputDirectoryOf(details?.render.filePath ?? '');
  await mkdir(join(output, 'left eye'), { recursive: true });
  const fixture = new URL('./fixtures/blender-3.4.png', import.meta.url);
  await copyFile(fixture, join(output, 'left eye', '0001 #1.png'));
  return { taskId, output };
}

describe('GET /renderapi/v2/tasks/{taskId}/thumbnails', { timeout: 60_000 }, () => {
  test('sends what was made once, until the file changes', async () => {
    await using closing = await closable();
    const { api } = closing;
    const { taskId, output } = await taskWithFrame(api);
    const call = (path: string, headers: Record<string, string> = {}) =>
      fetch(`${api.url}/renderapi/v2/tasks/${taskId}/thumbnails/${path}`, {
        headers: { ...api.headers, ...headers },
      });
    const path = 'left%20eye/0001%20%231.png?width=160';
    const answers = await Promise.all([call(path), call(path), call(path)]);
    const [first] = answers;
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200, 200],
    );
    assert.equal(first.headers.get('content-type'), 'image/webp');
    assert.equal(first.headers.get('cache-control'), 'private, max-age=60');
    assert.equal(first.headers.get('x-content-type-options'), 'nosniff');
    assert.equal((await sharp(await first.arrayBuffer()).metadata()).width, 160);
    const etag = first.headers.get('etag') ?? '';
    assert.equal((await call(path, { 'if-none-match': etag })).status, 304);
    const kept = (await api.listDownloads()).filter((each) => /\.thumbnails\/./.test(each));
    assert.equal(kept.length, 1);

    await writeFile(join(output, 'left eye', '0001 #1.png'), 'no image');
    const changed = await call(path, { 'if-none-match': etag });
    assert.equal(changed.status, 400);
    assert.equal(((await changed.json()) as { code: string }).code, 'thumbnail-format-unknown');

    for (const [refused, status, code] of [
      ['none.png', 404, 'output-not-found'],
      ['..%2F..%2Fscene.blend', 404, 'output-not-found'],
      ['.thumbnails/x.webp', 404, 'output-not-found'],
      ['left%20eye/0001%20%231.png?width=161', 400, 'request-invalid'],
    ] as const) {
      const response = await call(refused);
      assert.deepEqual([response.status, ((await response.json()) as { code: string }).code], [status, code]);
    }
    const others = { email: 'other@example.com', token: 'other-token' };
    assert.equal((await call(path, others)).status, 404);
  });

  test('makes one for all who ask at once, and needs none for one that is kept', async () => {
    await using closing = await closable();
    const { output } = await taskWithFrame(closing.api);
    const filePath = join(output, '..', 'scene.blend');
    let made = 0;
    const decoders = {
      make: async () => ({ id: 1, bytes: Buffer.from(String((made += 1))) }),
      close: () => undefined,
    };
    const log = { info: () => undefined, warn: () => undefined };
    const thumbnails = createThumbnails({ decoders, minFreeBytes: 0, log });
    const wanted = { filePath, path: 'a.png', size: 1, modifiedAtMs: 5, edge: 160, exposureStops: 0 };
    const ask = async (different: object) =>
      (await thumbnails.thumbnailOf({ ...wanted, ...different })).toString();
    assert.deepEqual(await Promise.all([ask({}), ask({}), ask({ edge: 320 }), ask({ path: 'b.png' })]), [
      ...['1', '1', '2', '3'],
    ]);
    assert.deepEqual(await Promise.all([ask({}), ask({ modifiedAtMs: 6 })]), ['1', '4']);
  });
});

async function closable(): Promise<AsyncDisposable & { readonly api: TestApi }> {
  const api = await startTestApi();
  return { api, [Symbol.asyncDispose]: () => api.close() };
}
