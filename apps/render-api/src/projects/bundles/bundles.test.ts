// Many small contents with one request, against a listening server.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { bundleLimits, bundleType, type ProjectCreated } from '@renderonline/contract';
import { findOwnedContent } from '@renderonline/database';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';
import { createProjectClient, manifestOf, sha256Of, type ProjectClient } from '../testing/project-client.ts';

describe('bundles of small contents', { timeout: 60_000 }, () => {
  let api: TestApi;
  let client: ProjectClient;
  before(async () => {
    api = await startTestApi();
    client = createProjectClient(api.url, api.headers);
  });
  after(() => api.close());

  const indexOf = (contents: readonly Buffer[]) => ({
    contents: contents.map((content) => ({ sha256: sha256Of(content), size: content.length })),
  });
  const bundleOf = (contents: readonly Buffer[], index: object = indexOf(contents)) =>
    Buffer.concat([Buffer.from(`${JSON.stringify(index)}\n`), ...contents]);
  const send = (body: Buffer | ReadableStream, type = bundleType, of = client) =>
    of.call('POST', 'uploads/bundles', { headers: { 'content-type': type }, body });
  const owns = async (content: Buffer, userId = 1): Promise<boolean> =>
    (await findOwnedContent(api.database.db, { userId, sha256: sha256Of(content) })) !== undefined;
  const someContents = (count: number) =>
    Array.from({ length: count }, (_, index) => randomBytes(1 + index * 37));

  test('are kept, and are then all that a project lacked', async () => {
    const contents = someContents(300);
    const files = contents.map((content, index) => ({ path: `cache/${index}.blend`, content }));
    const body = JSON.stringify(manifestOf(files));
    const ask = async () =>
      (await (await client.call('POST', 'projects', { body })).json()) as ProjectCreated;
    assert.equal((await ask()).missing.length, 300);
    assert.equal((await send(bundleOf(contents))).status, 204);
    assert.deepEqual((await ask()).missing, []);
    assert.equal((await send(bundleOf(contents))).status, 204, 'once more');
    assert.ok(!(await owns(contents[1] ?? Buffer.alloc(0), 2)), 'another user has none of them');
  });

  test('may come in pieces of any size', async () => {
    const contents = [Buffer.alloc(0), randomBytes(70_000), Buffer.from('\n'), randomBytes(3)];
    const bytes = bundleOf(contents);
    for (const pieceBytes of [1000, 65_536]) {
      let at = 0;
      const body = new ReadableStream({
        pull(controller) {
          controller.enqueue(bytes.subarray(at, (at += pieceBytes)));
          if (at >= bytes.length) controller.close();
        },
      });
      assert.equal((await send(body)).status, 204);
    }
    for (const content of contents) assert.ok(await owns(content));
  });

  test('are refused when they are no bundle, or not what their index says', async () => {
    const contents = someContents(20);
    const [{ sha256, size } = { sha256: '', size: 0 }] = indexOf([randomBytes(9)]).contents;
    const large = { sha256, size: bundleLimits.contentBytes + 1 };
    const tooMany = Array.from({ length: bundleLimits.contents + 1 }, () => ({ sha256, size }));
    const tooMuch = Array.from({ length: 65 }, () => ({ sha256, size: bundleLimits.contentBytes }));
    const bundles: [Buffer, string][] = [
      [Buffer.alloc(0), 'request-invalid'],
      [Buffer.from('no line'), 'request-invalid'],
      [Buffer.from('no JSON\n'), 'request-invalid'],
      [Buffer.alloc(500_000, 'x'), 'request-invalid'],
      [bundleOf([], { contents: [large] }), 'request-invalid'],
      [bundleOf([], { contents: tooMany }), 'request-invalid'],
      [bundleOf([], { contents: tooMuch }), 'request-invalid'],
      [bundleOf([], { contents: [{ sha256: '../../x', size: 1 }] }), 'request-invalid'],
      [Buffer.concat([bundleOf(contents), Buffer.from('x')]), 'request-invalid'],
      [bundleOf(contents).subarray(0, -1), 'request-invalid'],
      [
        bundleOf([...contents, randomBytes(size)], indexOf([...contents, randomBytes(size)])),
        'content-corrupted',
      ],
    ];
    for (const [body, code] of bundles) {
      const response = await send(body);
      assert.equal(response.status, 400);
      assert.equal(((await response.json()) as { code: string }).code, code);
    }
    assert.equal((await send(bundleOf(contents), 'application/json')).status, 400);
    const nobody = createProjectClient(api.url, { ...api.headers, token: 'wrong' });
    assert.equal((await send(bundleOf(contents), bundleType, nobody)).status, 401);
    for (const content of contents) assert.ok(!(await owns(content)));
  });

  test('that break off are nobody’s, and leave nothing half', async () => {
    const contents = someContents(200);
    const bundle = bundleOf(contents);
    await new Promise<void>((resolve) => {
      const sending = request(`${api.url}/renderapi/v2/uploads/bundles`, {
        method: 'POST',
        headers: { ...api.headers, 'content-type': bundleType, 'content-length': bundle.length },
      });
      sending.on('error', () => undefined).on('close', resolve);
      sending.write(bundle.subarray(0, bundle.length / 2), () => setImmediate(() => sending.destroy()));
    });
    assert.equal((await send(bundleOf(someContents(3)))).status, 204);
    assert.ok(!(await owns(contents[1] ?? Buffer.alloc(0))));
    assert.equal((await send(bundle)).status, 204);
    assert.ok(await owns(contents[199] ?? Buffer.alloc(0)));
    assert.deepEqual(await readdir(join(api.contents, '.incoming')), []);
  });
});
