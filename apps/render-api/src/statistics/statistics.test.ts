import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Statistics, type StatisticsQuery } from '@renderonline/contract';
import {
  cancelTask,
  deleteTask,
  enqueueTask,
  readLeadership,
  updateUser,
  writeFarmHours,
} from '@renderonline/database';
import { Compile } from 'typebox/compile';
import { createClient, type Client } from '../../../../packages/client/src/index.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';

const queuedAtMs = Date.UTC(2026, 0, 2, 3, 4, 5);
const from = '2026-01-02T00:00:00Z';
const to = '2026-01-03T00:00:00Z';

describe('statistics', { timeout: 60_000 }, () => {
  let api: TestApi;
  before(async () => {
    api = await startTestApi();
    for (const userId of [1, 2]) {
      const { taskId } = await enqueueTask(api.database, newTask(userId));
      await cancelTask(api.database, { taskId, nowMs: queuedAtMs + 1000 });
    }
  });
  after(() => api.close());

  const newTask = (userId: number) => ({
    ...{ userId, engineId: 1, queuedAtMs, fileName: 'scene.blend', fileSize: 1, arguments: 'blender' },
    ...{ filePath: `${api.downloads}/${userId}/1/scene.blend`, frames: [{ first: 1, last: 1 }] },
    ...{ argumentTemplate: '', argumentValues: {} },
  });

  const own = () => createClient({ baseUrl: api.url, ...api.headers });
  const others = () => createClient({ baseUrl: api.url, email: 'other@example.com', token: 'other-token' });

  test('users see their own, admins those of all', async () => {
    const mine = await own().statistics({ from, to, bucket: 'hour' });
    assert.deepEqual(Compile(Statistics).Errors(mine), []);
    assert.deepEqual(mine.entries, [
      {
        ...{ bucket: '2026-01-02T03:00:00.000Z', userId: 1, engineId: 1 },
        ...{ framesDone: 0, machineMs: 0, failedAttempts: 0, waitingMs: 0, waits: [] },
        ...{ tasksSucceeded: 0, tasksFailed: 0, tasksCanceled: 1, tasksStarted: 0 },
      },
    ]);
    assert.deepEqual((await others().statistics({ from, to })).entries[0]?.userId, 2);
    await updateUser(api.database.db, { userId: 1, role: 'admin' });
    const all = await own().statistics({ from, to });
    assert.deepEqual(
      all.entries.map(({ bucket, userId }) => [bucket, userId]),
      [
        ['2026-01-02T00:00:00.000Z', 1],
        ['2026-01-02T00:00:00.000Z', 2],
      ],
    );
    const merged = await own().statistics({ from, to, by: 'time' });
    assert.deepEqual(Compile(Statistics).Errors(merged), []);
    assert.deepEqual(
      merged.entries.map(({ userId, engineId, tasksCanceled }) => [userId, engineId, tasksCanceled]),
      [[null, null, 2]],
    );
    assert.equal((await others().statistics({ from, to })).entries.length, 1);
    assert.deepEqual((await own().statistics()).entries, []);
  });

  test('what deleted tasks did is added to what others did', async () => {
    const { taskId } = await enqueueTask(api.database, newTask(2));
    await cancelTask(api.database, { taskId, nowMs: queuedAtMs + 1000 });
    const before = await others().statistics({ from, to, bucket: 'hour' });
    assert.equal(before.entries[0]?.tasksCanceled, 2);
    await deleteTask(api.database, { taskId, nowMs: queuedAtMs + 2000 });
    assert.deepEqual(await others().statistics({ from, to, bucket: 'hour' }), before);
  });

  test('how busy the farm was is for all, with what of it was theirs', async () => {
    const { generation } = await readLeadership(api.database.db);
    const load = (userId: number | null, engineId: number | null, of: number) => ({
      ...{ userId, engineId, busySlotMs: of * 1000, waitingFrameMs: of * 500, maxWaitingFrames: of },
    });
    const hour = { hourMs: Date.UTC(2026, 0, 2, 3), observedMs: 1000, onlineMs: 2000, onlineSlotMs: 4000 };
    const loads = [load(null, null, 3), load(1, null, 2), load(2, null, 1), load(null, 1, 3), load(2, 1, 1)];
    await writeFarmHours(api.database, { generation, hours: [{ ...hour, loads }] });
    const asked = async (client: Client, query: StatisticsQuery = {}) => {
      const { load: seen, ...rest } = await client.statistics({ from, to, bucket: 'hour', ...query });
      assert.deepEqual(Compile(Statistics).Errors({ load: seen, ...rest }), []);
      assert.equal(seen.length, 1);
      assert.deepEqual(seen[0]?.all, { busySlotMs: 3000, meanWaitingFrames: 1.5, maxWaitingFrames: 3 });
      return seen[0].asked.maxWaitingFrames;
    };
    // An admin by now.
    assert.deepEqual(
      [await asked(own()), await asked(own(), { userId: 2 }), await asked(own(), { engineId: 1 })],
      [3, 1, 3],
    );
    assert.deepEqual(
      [await asked(others()), await asked(others(), { engineId: 1 }), await asked(others(), { userId: 2 })],
      [1, 1, 1],
    );
    await assert.rejects(others().statistics({ userId: 1 }), { status: 403, code: 'admins-only' });
    assert.deepEqual((await own().statistics({ from, to, engineId: 9 })).entries, []);
    const days = await own().statistics({ from, to, timeZone: 'Asia/Tokyo' });
    assert.equal(days.load[0]?.bucket, '2026-01-01T15:00:00.000Z');
    assert.equal(days.entries[0]?.bucket, '2026-01-01T15:00:00.000Z');
  });

  test('a range is one, and not too long', async () => {
    const large = { status: 400, code: 'statistics-too-large' };
    const invalid = { status: 400, code: 'request-invalid' };
    await assert.rejects(own().statistics({ from, to: '2026-03-03T00:00:00Z', bucket: 'hour' }), large);
    await assert.rejects(own().statistics({ from, to: '2027-03-03T00:00:00Z' }), large);
    await assert.rejects(own().statistics({ from: to, to: from }), invalid);
    await assert.rejects(own().statistics({ from: 'yesterday' }), invalid);
    await assert.rejects(own().statistics({ from: '2026-02-31T25:00:00Z', to }), invalid);
    await assert.rejects(own().statistics({ timeZone: 'Mars/Olympus' }), invalid);
    const unknown = createClient({ baseUrl: api.url, email: 'user@example.com', token: 'wrong' });
    await assert.rejects(unknown.statistics({ from, to }), { status: 401 });
  });
});
