// Browsers that log in, as they do it: cookies and the headers that they send, against a listening server.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Session, SessionList, type Problem } from '@renderonline/contract';
import { updateUser } from '@renderonline/database';
import { v1Refusals } from '@renderonline/domain';
import { Compile } from 'typebox/compile';
import type { Authenticator } from '../authentication/authenticator.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';

const dayMs = 86_400_000;
const good = { email: 'user@example.com', token: 'my-secret-token' };

describe('web sessions', { timeout: 60_000 }, () => {
  let api: TestApi;
  let laterMs = 0;
  before(async () => {
    api = await startTestApi({ nowMs: () => Date.now() + laterMs, flags: { FarmName: 'Attic' } });
  });
  after(() => api.close());

  const ask = (method: string, path: string, headers: Record<string, string> = {}, body?: object) =>
    fetch(`${api.url}/renderapi/v2/${path}`, {
      ...{ method, headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const ours = () => ({ origin: api.url });
  const codeOf = async (answer: Response) => ((await answer.json()) as Problem).code;
  const cookieOf = (answer: Response) => answer.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
  async function logIn(body: object = good): Promise<{ cookie: string; session: Session }> {
    const answer = await ask('POST', 'session', { ...ours(), 'user-agent': 'Firefox' }, body);
    assert.equal(answer.status, 200);
    return { cookie: cookieOf(answer), session: (await answer.json()) as Session };
  }

  test('a browser logs in, is known by its cookie everywhere in v2, and logs out', async () => {
    const answer = await ask('POST', 'session', ours(), { ...good, isRemembered: true });
    assert.match(
      answer.headers.get('set-cookie') ?? '',
      /^renderonline_session=rns_[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=2592000$/,
    );
    const session = (await answer.json()) as Session;
    assert.deepEqual(Compile(Session).Errors(session), []);
    assert.equal(session.subscription.queueLimit, 3);
    assert.equal(session.farm.name, 'Attic');
    const cookie = { cookie: `theme=dark; ${cookieOf(answer)}` };
    assert.deepEqual(await (await ask('GET', 'session', cookie)).json(), session);
    assert.equal((await ask('GET', 'tasks', cookie)).status, 200);
    const paused = await ask('POST', 'tasks/99/pause', { ...cookie, ...ours() });
    assert.equal(await codeOf(paused), 'task-not-found');
    const submitted = await ask(
      'POST',
      'tasks',
      { ...cookie, ...ours(), 'content-type': 'application/json' },
      {},
    );
    assert.equal(submitted.status, 400);
    const events = await ask('GET', 'events', cookie);
    assert.equal(events.headers.get('content-type'), 'text/event-stream; charset=utf-8');
    await events.body?.cancel();
    const v1 = await fetch(`${api.url}/renderapi/v1/info`, { headers: cookie });
    assert.equal(v1.status, 401);
    const byHeaders = (await (await ask('GET', 'session', good)).json()) as Session;
    assert.deepEqual(byHeaders, { ...session, sessionId: null });

    const out = await ask('DELETE', 'session', { ...cookie, ...ours() });
    assert.equal(out.status, 204);
    assert.match(out.headers.get('set-cookie') ?? '', /^renderonline_session=; .*Max-Age=0$/);
    assert.equal(await codeOf(await ask('GET', 'session', cookie)), 'unauthorized');
    assert.equal((await ask('DELETE', 'session', ours())).status, 204);
  });

  test('nothing but the hash of its secret is kept, and nothing of it is logged', async () => {
    const { cookie } = await logIn();
    const secret = cookie.split('=')[1] ?? '';
    const rows = JSON.stringify(await api.database.db.selectFrom('web_sessions').selectAll().execute());
    assert.ok(secret.length > 40 && !rows.includes(secret));
    assert.ok(!api.logLines.join('').includes(secret));
  });

  test('the cookie is for HTTPS alone where the browser came by it', async () => {
    const host = new URL(api.url).host;
    const answer = await ask('POST', 'session', { origin: `https://${host}` }, good);
    assert.match(answer.headers.get('set-cookie') ?? '', /; Secure$/);
  });

  test('pages of others change nothing, and log nobody in', async () => {
    const { cookie } = await logIn();
    const refused: Record<string, string>[] = [
      {},
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: `${api.url}0` },
      { 'sec-fetch-site': 'cross-site', ...ours() },
      { 'sec-fetch-site': 'same-site', ...ours() },
      { 'sec-fetch-site': 'none' },
    ];
    for (const headers of refused) {
      for (const [method, path] of [
        ['POST', 'tasks/1/cancel'],
        ['POST', 'tasks'],
        ['DELETE', 'sessions'],
        ['POST', 'admin/users'],
      ] as const) {
        const answer = await ask(method, path, { cookie, ...headers });
        assert.deepEqual(
          [answer.status, await codeOf(answer)],
          [403, 'cross-site-request'],
          JSON.stringify(headers),
        );
      }
      if (Object.keys(headers).length === 0) continue;
      const logIn = await ask('POST', 'session', headers, good);
      assert.equal(await codeOf(logIn), 'cross-site-request');
      assert.equal(logIn.headers.get('set-cookie'), null);
    }
    const allowed = await ask('POST', 'tasks/1/cancel', { cookie, 'sec-fetch-site': 'same-origin' });
    assert.equal(await codeOf(allowed), 'task-not-found');
    // Whoever has email and token needs no cookie, wherever the request comes from.
    const program = await ask('POST', 'tasks/1/cancel', { ...good, cookie, origin: 'https://other.example' });
    assert.equal(await codeOf(program), 'task-not-found');
  });

  test('a session ends 12 hours after its last use, a remembered one after 30 days', async () => {
    const short = await logIn();
    const long = await logIn({ ...good, isRemembered: true });
    const statusAfter = async (days: number, cookie: string) => {
      laterMs += days * dayMs;
      return ask('GET', 'session', { cookie });
    };
    assert.equal((await statusAfter(0.4, short.cookie)).status, 200);
    assert.equal((await statusAfter(0.4, short.cookie)).status, 200);
    assert.equal((await statusAfter(0.6, short.cookie)).status, 401);
    const used = await statusAfter(20, long.cookie);
    assert.equal(used.status, 200);
    assert.equal(cookieOf(used), long.cookie);
    assert.equal((await statusAfter(29, long.cookie)).status, 200);
    assert.equal((await statusAfter(31, long.cookie)).status, 401);
    laterMs = 0;
  });

  test('a user sees the own sessions, ends one of them, and all', async () => {
    await ask('DELETE', 'sessions', good);
    const [here, there] = [await logIn(), await logIn()];
    const others = await logIn({ email: 'other@example.com', token: 'other-token' });
    const list = (await (await ask('GET', 'sessions', { cookie: here.cookie })).json()) as SessionList;
    assert.deepEqual(Compile(SessionList).Errors(list), []);
    assert.deepEqual(
      list.sessions.map(({ sessionId, isThis }) => [sessionId, isThis]),
      [
        [there.session.sessionId, false],
        [here.session.sessionId, true],
      ],
    );
    assert.deepEqual([list.sessions[0]?.address, list.sessions[0]?.userAgent], ['127.0.0.1', 'Firefox']);
    const change = { cookie: here.cookie, ...ours() };
    const foreign = await ask('DELETE', `sessions/${others.session.sessionId}`, change);
    assert.deepEqual([foreign.status, await codeOf(foreign)], [404, 'session-not-found']);
    assert.equal((await ask('DELETE', `sessions/${there.session.sessionId}`, change)).status, 204);
    assert.equal((await ask('GET', 'session', { cookie: there.cookie })).status, 401);
    assert.equal((await ask('DELETE', 'sessions', change)).status, 204);
    assert.equal((await ask('GET', 'session', { cookie: here.cookie })).status, 401);
    assert.equal((await ask('GET', 'session', { cookie: others.cookie })).status, 200);
  });

  test('streams end with their session at once, and no others do', async () => {
    const [here, there, third] = [await logIn(), await logIn(), await logIn()];
    const open = async (headers: Record<string, string>, path = 'events') => {
      const { status, body } = await ask('GET', path, headers);
      assert.equal(status, 200);
      const reader = body?.getReader();
      assert.ok(reader);
      let isOpen = true;
      const drain = async (): Promise<void> => {
        while (!(await reader.read()).done);
      };
      const ended = drain()
        .catch(() => undefined)
        .then(() => {
          isOpen = false;
        });
      return { ended, isOpen: () => isOpen, close: () => reader.cancel() };
    };
    const ofHere = [
      await open({ cookie: here.cookie }),
      await open({ cookie: here.cookie }, 'events?machines=true'),
    ];
    const ofThere = await open({ cookie: there.cookie });
    const ofThird = await open({ cookie: third.cookie });
    const ofProgram = await open(good);
    const all = [...ofHere, ofThere, ofThird, ofProgram];
    const areOpen = () => all.map(({ isOpen }) => isOpen());
    await ask('DELETE', 'session', { cookie: here.cookie, ...ours() });
    await Promise.all(ofHere.map(({ ended }) => ended));
    assert.deepEqual(areOpen(), [false, false, true, true, true]);
    await ask('DELETE', `sessions/${there.session.sessionId}`, { cookie: third.cookie, ...ours() });
    await ofThere.ended;
    assert.deepEqual(areOpen(), [false, false, false, true, true]);
    await ask('DELETE', 'sessions', { cookie: third.cookie, ...ours() });
    await ofThird.ended;
    assert.equal(ofProgram.isOpen(), true);
    await ofProgram.close();
  });

  test('a new token, and being locked out, end them at once', async () => {
    const { cookie } = await logIn();
    const { db } = api.database;
    await updateUser(db, { userId: 1, token: 'another' });
    assert.equal((await ask('GET', 'session', { cookie })).status, 401);
    const again = await logIn({ ...good, token: 'another' });
    await updateUser(db, { userId: 1, isActive: false });
    assert.equal((await ask('GET', 'session', { cookie: again.cookie })).status, 401);
    await updateUser(db, { userId: 1, isActive: true, token: good.token });
  });

  test('what is no log-in is refused as such', async () => {
    assert.equal((await ask('POST', 'session', {}, { email: 'user@example.com' })).status, 400);
    assert.equal((await ask('POST', 'session', {}, { ...good, token: 'x'.repeat(20_000) })).status, 413);
    assert.equal((await ask('GET', 'session', { cookie: 'renderonline_session=rns_short' })).status, 401);
  });
});

test('failures to log in are limited, of each e-mail and of each address; good tries do not count', async () => {
  let isGood = true;
  const user = {
    userId: 1,
    subscriptionId: 1,
    token: 'my-secret-token',
    role: 'user',
    isActive: true,
  } as const;
  const authenticator: Authenticator = {
    authenticate: () =>
      isGood
        ? Promise.resolve({ ...user, firstName: '', lastName: '', email: good.email })
        : Promise.reject(v1Refusals.unauthorized()),
  };
  await using api = closing(await startTestApi({ authenticator }));
  const logIn = (email: string) =>
    fetch(`${api.url}/renderapi/v2/session`, { method: 'POST', body: JSON.stringify({ email, token: 'x' }) });
  for (let tries = 0; tries < 35; tries += 1) assert.equal((await logIn('a@example.com')).status, 200);
  isGood = false;
  const statuses: number[] = [];
  for (let tries = 0; tries < 32; tries += 1) statuses.push((await logIn('a@example.com')).status);
  assert.deepEqual([statuses.indexOf(429), statuses.lastIndexOf(401)], [30, 29]);
  const answer = await logIn('b@example.com');
  assert.deepEqual([answer.status, answer.headers.get('retry-after')], [429, '10']);
  assert.equal(((await answer.json()) as Problem).code, 'too-many-tries');
});

test('wrong headers are limited, of each address and user, in v1 and v2 alike', async () => {
  await using api = closing(await startTestApi());
  const ask = (path: string, token: string, email: string = good.email) =>
    fetch(`${api.url}/renderapi/${path}`, { headers: { email, token } });
  const guesses = Array.from({ length: 30 }, (_, number) =>
    ask(number % 2 === 0 ? 'v1/info' : 'v2/session', `guess-${number}`),
  );
  const statuses = (await Promise.all(guesses)).map(({ status }) => status);
  assert.deepEqual([...new Set(statuses)], [401]);
  let answer: Response | undefined;
  // On a slow computer some are forgiven meanwhile.
  for (let number = 30; answer?.status !== 429; number += 1) {
    assert.ok(number < 40);
    answer = await ask('v2/session', `guess-${number}`);
  }
  assert.match(answer.headers.get('retry-after') ?? '', /^(?:[1-9]|10)$/);
  assert.equal(((await answer.json()) as Problem).code, 'too-many-tries');
  assert.equal((await ask('v1/info', 'another guess')).status, 429);
  assert.equal((await ask('v2/session', 'guess-0')).status, 401, 'an old token is no guess');
  assert.equal((await ask('v2/session', 'other-token', 'other@example.com')).status, 200);
});

function closing(api: TestApi): TestApi & AsyncDisposable {
  return { ...api, [Symbol.asyncDispose]: () => api.close() };
}
