import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';

describe('the API reference', () => {
  let api: TestApi;
  before(async () => {
    api = await startTestApi();
  });
  after(() => api.close());

  test('is shown to everybody, and made of files of ours alone', async () => {
    const page = await fetch(`${api.url}/docs`);
    assert.equal(page.status, 200);
    assert.equal(page.headers.get('content-type'), 'text/html; charset=utf-8');
    const policy = page.headers.get('content-security-policy') ?? '';
    assert.match(policy, /^default-src 'none'; script-src 'self'; style-src 'self';/);
    assert.doesNotMatch(policy, /unsafe|https?:|\*/);
    const html = await page.text();
    assert.doesNotMatch(html, /https?:|style="|<script>|<style>/, 'the policy would keep it from working');
    const addresses = [...html.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, address]) => address ?? '');
    assert.equal(addresses.length, 5);
    for (const address of addresses) {
      const part = await fetch(api.url + address);
      assert.equal(part.status, 200, address);
      assert.ok((await part.text()).length > 100, address);
      assert.match(part.headers.get('content-type') ?? '', /^(text\/(css|javascript)|application\/json);/);
    }
  });

  test('has the description that this RenderAPI has', async () => {
    const answers = await Promise.all(
      ['/docs/openapi.json', '/openapi.json'].map((address) => fetch(api.url + address)),
    );
    const [ofDocs, other] = await Promise.all(answers.map((answer) => answer.json() as Promise<object>));
    assert.deepEqual(ofDocs, other);
  });

  test('is sent packed to those who take that, and once', async () => {
    const get = (headers: Record<string, string>) =>
      api.app.inject({ url: '/docs/swagger-ui-bundle.js', headers });
    const plain = await get({});
    const packed = await get({ 'accept-encoding': 'br, gzip' });
    assert.deepEqual(
      [plain, packed].map(({ headers }) => headers['content-encoding']),
      [undefined, 'gzip'],
    );
    assert.ok(packed.rawPayload.length * 3 < plain.rawPayload.length);
    assert.equal((await get({ 'accept-encoding': 'gzip;q=0' })).headers['content-encoding'], undefined);
    assert.equal(plain.headers['cache-control'], 'public, no-cache');
    const again = await get({ 'if-none-match': String(packed.headers.etag) });
    assert.deepEqual([again.statusCode, again.rawPayload.length], [304, 0]);
  });
});
