import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  abandonEndedTask,
  cancelTask,
  createProject,
  deleteUnusedProject,
  expireResults,
  findTask,
  forgetAbandonedFolder,
  forgetUnusedContent,
  keepContents,
  keepTaskSizes,
  knownContents,
  listAbandonedFolders,
  listKeepLimits,
  listAttempts,
  listKept,
  listOutputsOfTask,
  listUnmeasuredTasks,
  listUnusedContents,
  noteRemovedLogs,
  requeueFrames,
  updateSubscription,
} from '../index.ts';
import { buildFarm, doneOf, endOf, startMs, startOf, type Farm } from './farm.ts';
import { openMigrated, type NewPlace } from './new-place.ts';

const hashOf = (number: number) => number.toString(16).padStart(64, '0');

export function exerciseRetention(newPlace: NewPlace): void {
  describe('what is kept', () => {
    let farm: Farm;
    before(async () => {
      farm = await buildFarm(await openMigrated(newPlace));
    });
    after(() => farm.database.close());

    const ended = async (input: Parameters<Farm['submit']>[0] = {}): Promise<number> => {
      const taskId = await farm.submit(input);
      await cancelTask(farm.database, { taskId, nowMs: startMs });
      return taskId;
    };
    const unmeasured = async () =>
      (await listUnmeasuredTasks(farm.database.db, { limit: 100 })).map(({ taskId }) => taskId);
    const measure = (taskId: number, nowMs = startMs + 5) =>
      keepTaskSizes(farm.database, { taskId, resultBytes: 5_000_000_000, logBytes: 7, nowMs });
    const keptOf = async (id: number) =>
      (await listKept(farm.database.db)).filter((kept) => kept.id === id && kept.kind !== 'project');

    test('tasks are measured when they have ended', async () => {
      const waiting = await farm.submit();
      const taskId = await ended();
      const before = await unmeasured();
      assert.ok(before.includes(taskId) && !before.includes(waiting));
      await measure(taskId);
      assert.ok(!(await unmeasured()).includes(taskId));
      await measure(taskId);
      const fileSize = (await findTask(farm.database.db, { taskId }))?.render.fileSize ?? 0;
      const shared = { id: taskId, userId: farm.userId, lastUsedAtMs: startMs, isNeeded: false };
      assert.deepEqual(await keptOf(taskId), [
        { kind: 'task', bytes: 5_000_000_000, ...shared },
        { kind: 'results', bytes: Math.max(0, 5_000_000_000 - fileSize) + 7, ...shared },
        { kind: 'logs', bytes: 7, ...shared },
      ]);
      await noteRemovedLogs(farm.database.db, { taskId });
      assert.equal((await keptOf(taskId)).length, 1);
      assert.deepEqual(await listKept(farm.database.db, { userId: farm.userId + 1000 }), []);

      await keepTaskSizes(farm.database, { taskId: 999_999, resultBytes: 1, logBytes: 1, nowMs: startMs });
    });

    test('results expire once, their task stays, and what is rendered since counts anew', async () => {
      const { db } = farm.database;
      const taskId = await farm.submit({ frames: [{ first: 1, last: 1 }] });
      const expire = (nowMs: number) => expireResults(farm.database, { taskId, nowMs });
      assert.equal(await expire(startMs), false);
      const lease = await farm.grant(taskId, 1, 1);
      await farm.commit({ starts: [startOf(lease, startMs)] });
      const outputs = [{ name: '1.png', size: 5, sha256: hashOf(1) }];
      await farm.commit({ framesDone: [{ ...doneOf(lease, 1), outputs }] });
      await farm.commit({ ends: [endOf(lease)] });
      await cancelTask(farm.database, { taskId, nowMs: startMs });
      await measure(taskId);
      assert.equal((await listOutputsOfTask(db, { taskId })).length, 1);
      assert.equal(await expire(startMs + 1000), true);
      assert.deepEqual(await listOutputsOfTask(db, { taskId }), []);
      const [told] = (await listUnmeasuredTasks(db, { limit: 100 })).filter((one) => one.taskId === taskId);
      assert.equal(told?.isExpired, true);
      const details = await findTask(db, { taskId });
      assert.deepEqual([details?.task.resultsExpiredAtMs, details?.frames.done], [startMs + 1000, 1]);
      assert.equal((await listAttempts(db, { taskId })).length, 1);
      await keepTaskSizes(farm.database, { taskId, resultBytes: 9, logBytes: 0, nowMs: startMs + 2000 });
      assert.deepEqual(
        (await keptOf(taskId)).map(({ kind, bytes }) => [kind, bytes]),
        [['task', 9]],
      );
      await requeueFrames(farm.database, { taskId, frames: [{ first: 1, last: 1 }] });
      await cancelTask(farm.database, { taskId, nowMs: startMs + 3000 });
      const [again] = (await listUnmeasuredTasks(db, { limit: 100 })).filter((one) => one.taskId === taskId);
      assert.equal(again?.isExpired, false);
      await measure(taskId, startMs + 4000);
      assert.deepEqual(
        (await keptOf(taskId)).map(({ kind }) => kind),
        ['task', 'results', 'logs'],
      );
    });

    test('rows of 1.x that share a render lose their results together, when none of them is in the queue', async () => {
      const { db } = farm.database;
      const [taskId, other] = [await ended(), await farm.submit()];
      const render = db.selectFrom('tasks').select('render_id').where('task_id', '=', taskId);
      const { render_id: renderId } = await render.executeTakeFirstOrThrow();
      await db.updateTable('tasks').set({ render_id: renderId }).where('task_id', '=', other).execute();
      assert.equal(await expireResults(farm.database, { taskId, nowMs: startMs }), false);
      await cancelTask(farm.database, { taskId: other, nowMs: startMs });
      assert.equal(await expireResults(farm.database, { taskId, nowMs: startMs + 1 }), true);
      for (const id of [taskId, other]) {
        const details = await findTask(db, { taskId: id });
        assert.equal(details?.task.resultsExpiredAtMs, startMs + 1);
      }
    });

    test('a task that another waits for is needed until that one has ended', async () => {
      const { db } = farm.database;
      const taskId = await ended();
      await measure(taskId);
      const waiting = await farm.submit();
      await db
        .insertInto('task_dependencies')
        .values({ task_id: waiting, depends_on_task_id: taskId })
        .execute();
      assert.equal((await keptOf(taskId))[0]?.isNeeded, true);
      assert.equal(await abandonEndedTask(farm.database, { taskId, nowMs: startMs }), false);
      assert.equal(await expireResults(farm.database, { taskId, nowMs: startMs }), false);
      await cancelTask(farm.database, { taskId: waiting, nowMs: startMs });
      const step = await farm.submit();
      await db.updateTable('tasks').set({ input_task_id: taskId }).where('task_id', '=', step).execute();
      assert.equal((await keptOf(taskId))[0]?.isNeeded, true);
      await cancelTask(farm.database, { taskId: step, nowMs: startMs });
      assert.equal((await keptOf(taskId))[0]?.isNeeded, false);
    });

    test('an ended task is deleted with its folder on the list, one in the queue stays', async () => {
      const { db } = farm.database;
      const filePath = '/srv/renderonline/7/638603640000000000/scene.blend';
      const waiting = await farm.submit({ filePath });
      assert.equal(await abandonEndedTask(farm.database, { taskId: waiting, nowMs: startMs }), false);
      await cancelTask(farm.database, { taskId: waiting, nowMs: startMs });
      assert.equal(await abandonEndedTask(farm.database, { taskId: waiting, nowMs: startMs }), true);
      assert.equal(await findTask(db, { taskId: waiting }), undefined);
      assert.equal(await abandonEndedTask(farm.database, { taskId: waiting, nowMs: startMs }), false);
      const [folder, ...others] = await listAbandonedFolders(db, { limit: 10 });
      assert.equal(folder?.filePath, filePath);
      assert.deepEqual(others, []);
      await forgetAbandonedFolder(db, { folderId: folder.folderId });
      assert.deepEqual(await listAbandonedFolders(db, { limit: 10 }), []);
    });

    test('a project stays while a task is made of it, a content while a project is', async () => {
      const { db } = farm.database;
      const files = [{ path: 'a.blend', size: 5, sha256: hashOf(1) }];
      const project = { userId: farm.userId, manifestSha256: hashOf(9), mainPath: 'a.blend', files };
      const { projectId } = await createProject(farm.database, { ...project, totalBytes: 5, nowMs: startMs });
      const contents = [1, 2, 3].map((each) => ({ userId: farm.userId, sha256: hashOf(each), size: 5 }));
      await keepContents(farm.database, { contents, nowMs: startMs });
      await keepContents(farm.database, { contents: contents.slice(2), nowMs: startMs + 500 });
      const hashes = [1, 3, 4].map(hashOf);
      assert.deepEqual(await knownContents(db, { hashes }), new Set([hashOf(1), hashOf(3)]));
      assert.deepEqual(await knownContents(db, { hashes: [] }), new Set());
      const unused = async (unusedSinceMs: number) =>
        (await listUnusedContents(db, { unusedSinceMs, limit: 10 })).map(({ sha256 }) =>
          Number(`0x${sha256}`),
        );
      assert.deepEqual(await unused(startMs + 100), [2]);
      assert.deepEqual(await unused(startMs + 1000), [2, 3]);

      const taskId = await ended();
      await db
        .updateTable('renders')
        .set({ project_id: projectId })
        .where('render_id', '=', (of) =>
          of.selectFrom('tasks').select('render_id').where('task_id', '=', taskId),
        )
        .execute();
      const isNeeded = async () =>
        (await listKept(db)).find(({ kind, id }) => kind === 'project' && id === projectId)?.isNeeded;
      assert.equal(await isNeeded(), true);
      assert.equal(await deleteUnusedProject(farm.database, { projectId }), false);
      assert.equal(await abandonEndedTask(farm.database, { taskId, nowMs: startMs }), true);
      assert.equal(await isNeeded(), false);

      const forget = (number: number, unusedSinceMs: number) =>
        forgetUnusedContent(farm.database, { sha256: hashOf(number), unusedSinceMs });
      assert.equal(await forget(1, startMs + 1000), false, 'a project has it');
      assert.equal(await deleteUnusedProject(farm.database, { projectId }), true);
      assert.equal(await deleteUnusedProject(farm.database, { projectId }), false);
      assert.equal(await forget(3, startMs + 100), false, 'it was used since');
      assert.equal(await forget(1, startMs + 1000), true);
      assert.equal(await forget(1, startMs + 1000), false);
      assert.deepEqual(await unused(startMs + 1000), [2, 3]);
    });

    test("limits are the subscription's, and change one by one", async () => {
      const { db } = farm.database;
      const limitsOf = async () =>
        (await listKeepLimits(db)).find(({ userId }) => userId === farm.userId)?.keep;
      const none = { days: null, bytes: null };
      assert.deepEqual(await limitsOf(), { task: none, results: none, logs: none, project: none });
      const [{ subscription_id: subscriptionId } = { subscription_id: 0 }] = await db
        .selectFrom('subscriptions')
        .select('subscription_id')
        .execute();
      await updateSubscription(db, { subscriptionId, keep: { task: { days: 30, bytes: 5e12 } } });
      await updateSubscription(db, {
        subscriptionId,
        keep: { task: { days: null }, results: { days: 7 }, logs: { days: 0 } },
      });
      assert.deepEqual(await limitsOf(), {
        task: { days: null, bytes: 5e12 },
        results: { days: 7, bytes: null },
        logs: { days: 0, bytes: null },
        project: none,
      });
      await assert.rejects(updateSubscription(db, { subscriptionId, keep: { logs: { days: -1 } } }), {
        code: 'value-invalid',
      });
    });
  });
}
