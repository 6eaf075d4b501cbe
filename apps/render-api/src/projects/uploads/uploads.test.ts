// Resumable uploads (tus 1.0.0), against a listening server.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { findOwnedContent } from '@renderonline/database';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';
import { announced, createProjectClient, sha256Of, type ProjectClient } from '../testing/project-client.ts';

describe('resumable uploads', { timeout: 60_000 }, () => {
  let api: TestApi;
  let client: ProjectClient;
  let stranger: ProjectClient;
  before(async () => {
    api = await startTestApi({ flags: { MaxUploadBytes: 4_000_000, MaxOpenUploadBytesPerUser: 12_000_000 } });
    client = createProjectClient(api.url, api.headers);
    stranger = createProjectClient(api.url, { email: 'other@example.com', token: 'other-token' });
  });
  after(() => api.close());

  const offsetOf = (response: Response) => Number(response.headers.get('upload-offset'));
  const stored = (content: Buffer) => {
    const sha256 = sha256Of(content);
    return readFile(join(api.contents, sha256.slice(0, 2), sha256));
  };
  async function begin(content: Buffer, sha256 = sha256Of(content)): Promise<string> {
    const response = await client.tus('POST', 'uploads', { headers: announced(content, sha256) });
    assert.equal(response.status, 201, await response.text());
    assert.equal(offsetOf(response), 0);
    assert.ok(Date.parse(response.headers.get('upload-expires') ?? '') > Date.now());
    return `uploads/${response.headers.get('location')?.split('/').at(-1) ?? ''}`;
  }
  const patch = (path: string, offset: number, body: Buffer | ReadableStream, of = client) =>
    of.tus('PATCH', path, { headers: { 'upload-offset': String(offset) }, body });
  async function assertProblem(response: Response, status: number, code: string): Promise<void> {
    assert.equal(response.headers.get('tus-resumable'), '1.0.0');
    const problem = (await response.json()) as { code: string; detail: string };
    assert.deepEqual([response.status, problem.code], [status, code], problem.detail);
  }
  /** Sends some bytes of an upload, and breaks off. */
  function breakOff(path: string, offset: number, bytes: Buffer): Promise<void> {
    return new Promise((resolve) => {
      const sending = request(`${api.url}/renderapi/v2/${path}`, {
        method: 'PATCH',
        headers: {
          ...api.headers,
          'tus-resumable': '1.0.0',
          'upload-offset': offset,
          'content-type': 'application/offset+octet-stream',
          'content-length': bytes.length + 1000,
        },
      });
      sending.on('error', () => undefined).on('close', resolve);
      sending.write(bytes, () => setImmediate(() => sending.destroy()));
    });
  }
  async function untilOffset(path: string, offset: number): Promise<void> {
    const deadline = Date.now() + 5000;
    while (offsetOf(await client.tus('HEAD', path)) !== offset)
      assert.ok(Date.now() < deadline, 'never there');
  }

  test('tell what they can do', async () => {
    const response = await client.call('OPTIONS', 'uploads');
    assert.equal(response.status, 204);
    assert.equal(response.headers.get('tus-version'), '1.0.0');
    assert.equal(response.headers.get('tus-max-size'), '4000000');
    assert.match(response.headers.get('tus-extension') ?? '', /creation-with-upload/);
  });

  test('come whole with the request that begins them, or in pieces', async () => {
    for (const content of [Buffer.alloc(0), randomBytes(10), randomBytes(1_500_000)]) {
      const response = await client.upload(content);
      assert.equal(response.status, 201);
      assert.equal(offsetOf(response), content.length);
      assert.deepEqual(await stored(content), content);
    }
    const content = randomBytes(2_000_000);
    const path = await begin(content);
    const first = await patch(path, 0, content.subarray(0, 700_001));
    assert.deepEqual([first.status, offsetOf(first)], [204, 700_001]);
    const looked = await client.tus('HEAD', path);
    assert.deepEqual([offsetOf(looked), looked.headers.get('upload-length')], [700_001, '2000000']);
    assert.equal(looked.headers.get('cache-control'), 'no-store');
    const last = await patch(path, 700_001, content.subarray(700_001));
    assert.deepEqual([last.status, offsetOf(last)], [204, 2_000_000]);
    assert.deepEqual(await stored(content), content);
    await assertProblem(await client.tus('DELETE', path), 404, 'upload-not-found');
    assert.deepEqual(await readdir(join(api.contents, '.uploads')), []);
    const owned = { userId: 1, sha256: sha256Of(content) };
    assert.deepEqual(await findOwnedContent(api.database.db, owned), { size: 2_000_000 });
  });

  test('with part of the bytes in the first request go on from there', async () => {
    const content = randomBytes(100_000);
    const response = await client.tus('POST', 'uploads', {
      headers: announced(content),
      body: content.subarray(0, 40_000),
    });
    assert.equal(offsetOf(response), 40_000);
    const path = `uploads/${response.headers.get('location')?.split('/').at(-1) ?? ''}`;
    assert.equal((await patch(path, 40_000, content.subarray(40_000))).status, 204);
    assert.deepEqual(await stored(content), content);
  });

  test('go on after a break, with what had arrived', async () => {
    const content = randomBytes(1_000_000);
    const path = await begin(content);
    await breakOff(path, 0, content.subarray(0, 300_000));
    await untilOffset(path, 300_000);
    assert.equal((await patch(path, 300_000, content.subarray(300_000))).status, 204);
    assert.deepEqual(await stored(content), content);
  });

  test('of what the user has uploaded before are whole at once; of what others have, not', async () => {
    const content = randomBytes(50_000);
    await client.upload(content);
    const again = await client.tus('POST', 'uploads', { headers: announced(content) });
    assert.deepEqual([again.status, offsetOf(again)], [201, 50_000]);
    const path = `uploads/${again.headers.get('location')?.split('/').at(-1) ?? ''}`;
    assert.equal(offsetOf(await client.tus('HEAD', path)), 50_000);
    await assertProblem(await patch(path, 0, content), 409, 'upload-offset-wrong');
    assert.equal((await client.tus('HEAD', path)).status, 200);
    assert.equal((await stranger.tus('HEAD', path)).status, 404);
    assert.equal(offsetOf(await stranger.tus('POST', 'uploads', { headers: announced(content) })), 0);
    const lie = { ...announced(content), 'upload-length': '7' };
    await assertProblem(await client.tus('POST', 'uploads', { headers: lie }), 400, 'content-corrupted');
  });

  test('take one request at a time, of their user, where they have got to', async () => {
    const content = randomBytes(200_000);
    const path = await begin(content);
    let send: (bytes: Buffer | undefined) => void = () => undefined;
    const slow = new ReadableStream({
      start(controller) {
        send = (bytes) => {
          if (bytes === undefined) controller.close();
          else controller.enqueue(bytes);
        };
      },
    });
    send(content.subarray(0, 1000));
    const first = patch(path, 0, slow);
    await untilOffset(path, 1000);
    await assertProblem(await patch(path, 1000, content.subarray(1000)), 423, 'upload-locked');
    send(undefined);
    assert.equal(offsetOf(await first), 1000);
    await assertProblem(await patch(path, 999, content.subarray(999)), 409, 'upload-offset-wrong');
    await assertProblem(await patch(path, 1000, content), 413, 'upload-too-large');
    await assertProblem(await patch(path, 1000, content.subarray(1000), stranger), 404, 'upload-not-found');
    assert.equal((await stranger.tus('HEAD', path)).status, 404);
    await assertProblem(await stranger.tus('DELETE', path), 404, 'upload-not-found');
    assert.equal((await client.tus('DELETE', path)).status, 204);
    assert.equal((await client.tus('HEAD', path)).status, 404);
  });

  test('whose bytes are not those that were announced leave nothing', async () => {
    const content = randomBytes(3000);
    const wrong = sha256Of(Buffer.from('other'));
    const headers = announced(content, wrong);
    await assertProblem(
      await client.tus('POST', 'uploads', { headers, body: content }),
      400,
      'content-corrupted',
    );
    const path = await begin(content, wrong);
    await assertProblem(await patch(path, 0, content), 400, 'content-corrupted');
    assert.equal((await client.tus('HEAD', path)).status, 404);
    const owned = { userId: 1, sha256: wrong };
    assert.equal(await findOwnedContent(api.database.db, owned), undefined);
  });

  test('that make no sense, or are too large, are refused before a byte is kept', async () => {
    const content = randomBytes(10);
    const good = announced(content);
    const refuse = async (headers: Record<string, string>, status: number, code: string) =>
      assertProblem(await client.tus('POST', 'uploads', { headers: { ...good, ...headers } }), status, code);
    await refuse({ 'upload-length': '4000001' }, 413, 'upload-too-large');
    await refuse({ 'upload-length': '-1' }, 400, 'request-invalid');
    await refuse({ 'upload-length': '' }, 400, 'request-invalid');
    await refuse({ 'upload-metadata': 'filename YQ==' }, 400, 'request-invalid');
    await refuse({ 'upload-metadata': `sha256 ${btoa('../../etc')}` }, 400, 'request-invalid');
    await refuse({ 'tus-resumable': '0.2.2' }, 412, 'tus-version-unknown');
    const path = await begin(content);
    const headers = { 'upload-offset': '0', 'content-type': 'text/plain' };
    await assertProblem(await client.tus('PATCH', path, { headers, body: content }), 400, 'request-invalid');
    for (const strange of ['..%2f..%2fetc', 'content-x', `content-${'a'.repeat(64)}`, 'x'.repeat(36)]) {
      assert.equal((await client.tus('HEAD', `uploads/${strange}`)).status, 404, strange);
    }
  });

  test('whose first request breaks off are gone, for nobody was told where they are', async () => {
    const left = async () => (await readdir(join(api.contents, '.uploads'))).length;
    const before = await left();
    const content = randomBytes(1_000_000);
    const sending = request(`${api.url}/renderapi/v2/uploads`, {
      method: 'POST',
      headers: {
        ...{ ...api.headers, ...announced(content), 'tus-resumable': '1.0.0' },
        ...{ 'content-type': 'application/offset+octet-stream', 'content-length': 900_000 },
      },
    });
    sending.on('error', () => undefined).write(content.subarray(0, 300_000));
    while ((await left()) === before) await turn();
    sending.destroy();
    const deadline = Date.now() + 5000;
    while ((await left()) > before) assert.ok(Date.now() < deadline, 'it stays');
  });

  test('are no more than a user may have begun, also after a restart', async () => {
    const restarted = await startTestApi({ flags: { MaxOpenUploadBytesPerUser: 25 } });
    try {
      const user = createProjectClient(restarted.url, restarted.headers);
      const start = (content: Buffer) => user.tus('POST', 'uploads', { headers: announced(content) });
      const first = await start(randomBytes(10));
      assert.equal((await start(randomBytes(10))).status, 201);
      await assertProblem(await start(randomBytes(10)), 403, 'open-uploads-limit');
      await restarted.stop();
      await restarted.start();
      // The first may still go out over a connection of before.
      const again = await start(randomBytes(10)).catch(() => start(randomBytes(10)));
      await assertProblem(again, 403, 'open-uploads-limit');
      const path = `uploads/${first.headers.get('location')?.split('/').at(-1) ?? ''}`;
      assert.equal((await user.tus('DELETE', path)).status, 204);
      assert.equal((await start(randomBytes(10))).status, 201);
    } finally {
      await restarted.close();
    }
  });

  test('find the disk full', async () => {
    const full = await startTestApi({ flags: { MinFreeBytes: Number.MAX_SAFE_INTEGER } });
    try {
      const user = createProjectClient(full.url, full.headers);
      await assertProblem(await user.upload(randomBytes(10)), 507, 'disk-full');
      const headers = announced(randomBytes(10));
      await assertProblem(await user.tus('POST', 'uploads', { headers }), 507, 'disk-full');
    } finally {
      await full.close();
    }
  });
});
