import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import type { Problem } from '@renderonline/contract';
import { startTestApi, type TestApi } from '../testing/test-api.ts';

const html = { accept: 'text/html,*/*;q=0.8' };

describe('the web client', () => {
  let api: TestApi;
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'renderonline-client-'));
    await mkdir(join(folder, 'assets'));
    const script = 'export const answer = 42;';
    await writeFile(join(folder, 'index.html'), '<!doctype html><title>RNOClient</title>');
    await writeFile(join(folder, 'assets', 'Index-B4Xc.js'), script);
    await writeFile(join(folder, 'assets', 'Index-B4Xc.js.br'), brotliCompressSync(script));
    await writeFile(join(folder, 'service-worker.js'), '');
    api = await startTestApi({ flags: { ClientDirectory: folder } });
  });
  after(async () => {
    await api.close();
    await rm(folder, { recursive: true });
  });

  const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    fetch(`${api.url}${path}`, { method, headers });

  test('is served at /, asked about each time, and lets nothing in from elsewhere', async () => {
    const page = await get('/');
    assert.equal(await page.text(), '<!doctype html><title>RNOClient</title>');
    assert.equal(page.headers.get('content-type'), 'text/html; charset=utf-8');
    assert.equal(page.headers.get('cache-control'), 'no-cache');
    assert.match(
      page.headers.get('content-security-policy') ?? '',
      /^default-src 'self'; .*frame-ancestors 'none'$/,
    );
    assert.equal(page.headers.get('x-content-type-options'), 'nosniff');
    assert.equal(page.headers.get('referrer-policy'), 'no-referrer');
    const known = page.headers.get('etag') ?? '';
    // As browsers ask; fetch by itself would say that it wants no cached answer.
    const again = await get('/', { 'if-none-match': known, 'cache-control': 'max-age=0' });
    assert.equal(again.status, 304);
    assert.equal((await get('/service-worker.js')).headers.get('cache-control'), 'no-cache');
  });

  test('has files that are kept for ever, packed where the browser takes it so', async () => {
    for (const [encoding, expected] of [
      ['br', 'br'],
      ['identity', null],
    ] as const) {
      const script = await get('/assets/Index-B4Xc.js', { 'accept-encoding': encoding });
      assert.equal(await script.text(), 'export const answer = 42;');
      assert.equal(script.headers.get('content-encoding'), expected);
      assert.equal(script.headers.get('cache-control'), 'public, max-age=31536000, immutable');
      assert.match(script.headers.get('content-type') ?? '', /^(text|application)\/javascript/);
      assert.match(script.headers.get('vary') ?? '', /accept-encoding/i);
    }
  });

  test('has pages of its own below every other address', async () => {
    for (const path of ['/tasks/12?frame=7', '/setup', '/renderapis', '/machines/']) {
      const page = await get(path, html);
      assert.deepEqual(
        [page.status, await page.text()],
        [200, '<!doctype html><title>RNOClient</title>'],
        path,
      );
      assert.equal(page.headers.get('cache-control'), 'no-cache');
    }
    for (const [method, path, headers] of [
      ['GET', '/tasks/12', { accept: 'application/json' }],
      ['GET', '/renderapi/v2/unknown', html],
      ['GET', '/RenderAPI/v3', html],
      ['GET', '/assets/gone.js', html],
      ['GET', '/..%2f..%2fetc%2fpasswd', {}],
      ['POST', '/tasks', html],
    ] as const) {
      const answer = await get(path, headers, method);
      assert.equal(answer.headers.get('content-type'), 'application/problem+json; charset=utf-8', path);
      assert.equal(((await answer.json()) as Problem).status, answer.status);
      assert.ok(answer.status === 404 || answer.status === 403, `${path}: ${answer.status}`);
    }
    assert.equal(
      (await get('/healthz', html)).headers.get('content-type'),
      'application/json; charset=utf-8',
    );
  });
});

for (const [what, ClientDirectory, status, text] of [
  ['that is not built says how to build it', '/nowhere', 200, /npm run build:client/],
  ['that is switched off is not there', '', 404, /route-not-found/],
] as const) {
  test(`a web client ${what}`, async () => {
    const api = await startTestApi({ flags: { ClientDirectory } });
    try {
      const page = await fetch(api.url);
      assert.equal(page.status, status);
      assert.match(await page.text(), text);
    } finally {
      await api.close();
    }
  });
}
