import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  addArgumentType,
  changeMade,
  createProject,
  enqueueTask,
  findMade,
  findProject,
  findTask,
  makeUnderKey,
  removeArgumentType,
  removeUser,
  type CreateProjectInput,
  type RequestKey,
} from '../index.ts';
import { buildFarm, startMs, taskOf, type Farm } from './farm.ts';
import { openMigrated, type NewPlace } from './new-place.ts';

const dayMs = 86_400_000;
const hashOf = (number: number) => number.toString(16).padStart(64, '0');

export function exerciseIdempotencyKeys(newPlace: NewPlace): void {
  describe('idempotency keys', () => {
    let farm: Farm;
    before(async () => {
      farm = await buildFarm(await openMigrated(newPlace));
    });
    after(() => farm.database.close());

    const keyOf = (number: number, nowMs = startMs): RequestKey => ({
      keyHash: hashOf(number),
      requestHash: hashOf(number + 1000),
      nowMs,
    });
    const enqueue = (key: RequestKey, userId = farm.userId) =>
      enqueueTask(farm.database, { ...taskOf(userId, farm.engineId), key });
    const find = (key: RequestKey, userId = farm.userId) => findMade(farm.database.db, { userId, ...key });
    const projectOf = (number: number, key: RequestKey): CreateProjectInput => ({
      userId: farm.userId,
      manifestSha256: hashOf(number),
      mainPath: 'a.blend',
      files: [{ path: 'a.blend', size: 1, sha256: hashOf(number) }],
      totalBytes: 1,
      nowMs: startMs,
      key,
    });

    test('a key is known with what was made, and makes nothing else', async () => {
      const key = keyOf(1);
      assert.equal(await find(key), undefined);
      const made = await enqueue(key);
      assert.deepEqual(await find(key), { requestHash: key.requestHash, made });
      await assert.rejects(enqueue(key), { code: 'idempotency-key-reused' });
      await assert.rejects(createProject(farm.database, projectOf(1, key)), {
        code: 'idempotency-key-reused',
      });
    });

    test('of many requests at once with one key one makes a task', async () => {
      const key = keyOf(2);
      const results = await Promise.allSettled(Array.from({ length: 8 }, () => enqueue(key)));
      const made = results.filter((result) => result.status === 'fulfilled');
      assert.equal(made.length, 1);
      for (const result of results) {
        if (result.status === 'rejected') {
          assert.equal((result.reason as { code: string }).code, 'idempotency-key-reused');
        }
      }
      assert.deepEqual((await find(key))?.made, made[0]?.value);
    });

    test('of many at once one makes a project, though each asks for another one', async () => {
      const key = keyOf(3);
      const asked = Array.from({ length: 6 }, (_, at) =>
        createProject(farm.database, projectOf(100 + at, key)),
      );
      const results = await Promise.allSettled(asked);
      const made = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
      assert.equal(made.length, 1);
      assert.deepEqual((await find(key))?.made, made[0]);
      const { db } = farm.database;
      const projectId = made[0]?.projectId ?? 0;
      assert.ok(await findProject(db, { projectId, userId: farm.userId }));
      const { count } = await db
        .selectFrom('projects')
        .select((of) => of.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      assert.equal(count, 1);
    });

    test('of many at once that would add the same one does, and all others hear of the key', async () => {
      const key = keyOf(6);
      const { database, userId } = farm;
      const results = await Promise.allSettled(
        Array.from({ length: 6 }, () =>
          makeUnderKey(database, { userId, key }, async (trx) => {
            const argumentType = { argtypeId: 'made_once', type: 'word', regex: null };
            return { argtypeId: (await addArgumentType(trx, argumentType)).argtypeId };
          }),
        ),
      );
      const refusals = results.flatMap((result) =>
        result.status === 'rejected' ? [(result.reason as { code: string }).code] : [],
      );
      assert.deepEqual(
        refusals,
        Array.from({ length: 5 }, () => 'idempotency-key-reused'),
      );
      assert.deepEqual((await find(key))?.made, { argtypeId: 'made_once' });
      await changeMade(database.db, { userId, keyHash: key.keyHash, made: { argtypeId: 'other' } });
      assert.deepEqual((await find(key))?.made, { argtypeId: 'other' });
      await makeUnderKey(database, { userId, key: undefined }, async (trx) => {
        await removeArgumentType(trx, { argtypeId: 'made_once' });
        return {};
      });
    });

    test('what was refused leaves its key unused', async () => {
      const key = keyOf(4);
      const refused = enqueueTask(farm.database, { ...taskOf(farm.userId, 999), key });
      await assert.rejects(refused, { code: 'engine-not-found' });
      assert.equal(await find(key), undefined);
      const { taskId } = await enqueue(key);
      assert.ok(await findTask(farm.database.db, { taskId }));
    });

    test('a key is forgotten after a day, and its row with the next one', async () => {
      const key = keyOf(5);
      await enqueue(key);
      const later = keyOf(5, startMs + dayMs);
      assert.equal(await find(later), undefined);
      const made = await enqueue(later);
      assert.deepEqual((await find(later))?.made, made);
      const rows = await farm.database.db.selectFrom('idempotency_keys').select('key_hash').execute();
      assert.deepEqual(
        rows.map(({ key_hash }) => key_hash),
        [key.keyHash],
      );
    });

    test('users do not share keys, and take theirs with them', async () => {
      const key = keyOf(6);
      await enqueue(key);
      const other = await buildFarm(farm.database);
      assert.equal(await find(key, other.userId), undefined);
      const project = { ...projectOf(200, key), userId: other.userId };
      await createProject(farm.database, project);
      assert.ok(await find(key, other.userId));
      await removeUser(farm.database.db, { userId: other.userId });
      assert.equal(await find(key, other.userId), undefined);
      assert.ok(await find(key));
    });
  });
}
