import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { SetUpDone, type Problem } from '@renderonline/contract';
import { listEngines } from '@renderonline/database';
import { Compile } from 'typebox/compile';
import { startTestApi, type TestApi } from '../testing/test-api.ts';
import { setupLink } from './setup-desk.ts';

describe('a farm that nobody may use yet', () => {
  let api: TestApi;
  before(async () => {
    api = await startTestApi({ setupCode: 'the-code' });
    await api.database.db.deleteFrom('users').execute();
    await api.database.db.deleteFrom('engines').execute();
    await api.database.db.deleteFrom('subscriptions').execute();
  });
  after(() => api.close());

  const setUp = (changes: object = {}, headers: Record<string, string> = {}) =>
    fetch(`${api.url}/renderapi/v2/setup`, {
      method: 'POST',
      headers,
      body: JSON.stringify({
        ...{ code: 'the-code', firstName: 'Ada', lastName: 'Lovelace', email: 'ada@example.com' },
        ...changes,
      }),
    });
  const isNeeded = async () => (await fetch(`${api.url}/renderapi/v2/setup`)).json();
  const codeOf = async (answer: Response) => ((await answer.json()) as Problem).code;

  test('gets its first admin from whoever has the code, once', async () => {
    assert.deepEqual(await isNeeded(), { isNeeded: true });
    const wrong = await setUp({ code: 'guessed' });
    assert.deepEqual([wrong.status, await codeOf(wrong)], [403, 'setup-code-wrong']);
    assert.equal((await setUp({ email: 'ada' })).status, 400);
    assert.equal(await codeOf(await setUp({}, { origin: 'https://evil.example' })), 'cross-site-request');
    assert.deepEqual(await isNeeded(), { isNeeded: true });

    const done = await setUp({ addsBlender: true });
    assert.equal(done.status, 201);
    const answer = (await done.json()) as SetUpDone;
    assert.deepEqual(Compile(SetUpDone).Errors(answer), []);
    assert.equal(answer.session.role, 'admin');
    const cookie = done.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
    for (const headers of [{ cookie }, { email: 'ada@example.com', token: answer.token }]) {
      assert.equal((await fetch(`${api.url}/renderapi/v2/admin/users`, { headers })).status, 200);
    }
    assert.deepEqual(
      (await listEngines(api.database.db)).map(({ name, adapter }) => [name, adapter]),
      [
        ['blender', 'blender'],
        ['ffmpeg-frames', 'command'],
      ],
    );

    assert.deepEqual(await isNeeded(), { isNeeded: false });
    const again = await setUp({ email: 'eve@example.com' });
    assert.deepEqual([again.status, await codeOf(again)], [409, 'setup-done']);
    assert.ok(!api.logLines.join('').includes(answer.token));
  });
});

test('the link names where RenderAPI listens', () => {
  const place = { port: 5000, isSecure: false };
  assert.equal(setupLink({ ...place, bindAddress: '127.0.0.1' }, 'c'), 'http://127.0.0.1:5000/setup#c');
  assert.equal(
    setupLink({ port: 5000, isSecure: true, bindAddress: '::1' }, 'c'),
    'https://[::1]:5000/setup#c',
  );
  assert.match(setupLink({ ...place, bindAddress: '0.0.0.0' }, 'c'), /^http:\/\/[^/]+:5000\/setup#c$/);
});
