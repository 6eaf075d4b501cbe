import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  beginWebSession,
  endWebSession,
  endWebSessionOf,
  endWebSessions,
  extendWebSession,
  findWebSession,
  listWebSessionIds,
  listWebSessions,
  maxSessionsOfUser,
  removeUser,
  replaceUserToken,
  updateUser,
  type BeginWebSessionInput,
} from '../index.ts';
import { buildFarm, startMs, type Farm } from './farm.ts';
import { openMigrated, type NewPlace } from './new-place.ts';

const hourMs = 3_600_000;
const hashOf = (number: number) => number.toString(16).padStart(64, '0');

export function exerciseWebSessions(newPlace: NewPlace): void {
  describe('web sessions', () => {
    let farm: Farm;
    let user: { userId: number; token: string };
    before(async () => {
      farm = await buildFarm(await openMigrated(newPlace));
      user = { userId: farm.userId, token: 'my-secret-token' };
    });
    after(() => farm.database.close());

    const begin = (number: number, rest: Partial<BeginWebSessionInput> = {}) =>
      beginWebSession(farm.database, {
        ...{ user, secretHash: hashOf(number), isRemembered: false, isSecure: true },
        ...{ address: '10.0.0.1', userAgent: 'Firefox', createdAtMs: startMs, expiresAtMs: startMs + hourMs },
        ...rest,
      });
    const find = (number: number, nowMs = startMs) =>
      findWebSession(farm.database.db, { secretHash: hashOf(number), nowMs });
    const list = (nowMs = startMs) => listWebSessions(farm.database.db, { user, nowMs });

    test('a session is found by its secret with its user until it expires, later when it is used', async () => {
      const session = await begin(1, { userAgent: `🎬\0${'x'.repeat(300)}`, isRemembered: true });
      assert.equal(Array.from(session.userAgent).length, 255);
      const { userId } = user;
      assert.deepEqual((await find(1))?.session, session);
      assert.equal((await find(1))?.user.userId, userId);
      assert.equal(await find(2), undefined);
      assert.equal(await find(1, startMs + hourMs), undefined);
      const { sessionId } = session;
      const used = { seenAtMs: startMs + 1000, expiresAtMs: startMs + 2 * hourMs };
      await extendWebSession(farm.database.db, { sessionId, ...used });
      const { lastSeenAtMs, expiresAtMs } = (await find(1, startMs + hourMs))?.session ?? {};
      assert.deepEqual({ seenAtMs: lastSeenAtMs, expiresAtMs }, used);
      assert.deepEqual(await list(startMs + 2 * hourMs), []);
    });

    test('what expired is removed with the next one, and a user has so many at most', async () => {
      const later = { createdAtMs: startMs + 3 * hourMs, expiresAtMs: startMs + 4 * hourMs };
      for (let number = 0; number <= maxSessionsOfUser; number += 1) await begin(100 + number, later);
      const rows = await farm.database.db.selectFrom('web_sessions').select('secret_hash').execute();
      assert.equal(rows.length, maxSessionsOfUser);
      assert.ok(!rows.some(({ secret_hash }) => secret_hash === hashOf(100) || secret_hash === hashOf(1)));
      await endWebSessions(farm.database.db, user);
      assert.deepEqual(await list(), []);
    });

    test('one is ended by its number, by its user alone, or by its secret', async () => {
      const first = await begin(3);
      const second = await begin(4);
      assert.deepEqual(await list(), [second, first]);
      const ids = () => listWebSessionIds(farm.database.db, { nowMs: startMs });
      assert.deepEqual((await ids()).sort(), [first.sessionId, second.sessionId].sort());
      const other = await buildFarm(farm.database);
      const { sessionId } = first;
      const notFound = { code: 'session-not-found' };
      await assert.rejects(endWebSession(farm.database.db, { userId: other.userId, sessionId }), notFound);
      await endWebSession(farm.database.db, { userId: user.userId, sessionId });
      await assert.rejects(endWebSession(farm.database.db, { userId: user.userId, sessionId }), notFound);
      const bySecret = () => endWebSessionOf(farm.database.db, { secretHash: hashOf(4) });
      assert.deepEqual([await bySecret(), await bySecret()], [second.sessionId, undefined]);
      assert.deepEqual(await ids(), []);
      assert.deepEqual(await list(), []);
    });

    test('a new token, whoever wrote it, and a user locked out end them for good', async () => {
      const { db } = farm.database;
      const { userId } = user;
      await begin(5);
      await db.updateTable('users').set({ token: 'by hand' }).where('user_id', '=', userId).execute();
      assert.equal(await find(5), undefined);
      // Begun with a token that was replaced meanwhile: it is over before its first use.
      await begin(6);
      assert.equal(await find(6), undefined);
      user = { userId, token: 'by hand' };
      await begin(7);
      await updateUser(db, { userId, lastName: 'Same' });
      assert.ok(await find(7));
      await updateUser(db, { userId, isActive: false });
      assert.equal(await find(7), undefined);
      await updateUser(db, { userId, isActive: true });
      assert.equal(await find(7), undefined);
      await begin(8);
      await updateUser(db, { userId, token: 'by hand' });
      assert.equal(await find(8), undefined);
      await begin(9);
      await replaceUserToken(db, { userId, previousToken: 'by hand', token: 'hash' });
      assert.equal(await find(9), undefined);
    });

    test('they go with their user', async () => {
      const other = await buildFarm(farm.database);
      await begin(10, { user: { userId: other.userId, token: 'my-secret-token' } });
      assert.ok(await find(10));
      await removeUser(farm.database.db, { userId: other.userId });
      assert.equal(await find(10), undefined);
    });
  });
}
