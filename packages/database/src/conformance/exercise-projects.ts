import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  addUser,
  cancelTask,
  completeProject,
  createProject,
  deleteProject,
  deleteTask,
  findOwnedContent,
  findProject,
  findProjectFile,
  findTask,
  forgetContent,
  hasProjectContent,
  keepContents,
  listProjectFiles,
  listUnusedContents,
  listProjects,
  loadFarmTasks,
  removeUser,
  requeueFrames,
  type CreateProjectInput,
} from '../index.ts';
import { buildFarm, startMs, type Farm } from './farm.ts';
import { openMigrated, type NewPlace } from './new-place.ts';

/** A hash that stands for a number. */
const hashOf = (number: number) => number.toString(16).padStart(64, '0');

export function exerciseProjects(newPlace: NewPlace): void {
  describe('projects', () => {
    let farm: Farm;
    let strangerId: number;
    before(async () => {
      farm = await buildFarm(await openMigrated(newPlace));
      strangerId = await newUser('stranger@example.com');
    });
    after(() => farm.database.close());

    const newUser = async (email: string) => {
      const { userId } = await addUser(farm.database.db, {
        firstName: 'A',
        lastName: 'Stranger',
        email,
        subscriptionId: 1,
        isActive: true,
        token: 'secret',
      });
      return userId;
    };
    const projectOf = (number: number, changes: Partial<CreateProjectInput> = {}): CreateProjectInput => ({
      userId: farm.userId,
      manifestSha256: hashOf(number),
      mainPath: 'shots/größe.blend',
      files: [
        { path: 'shots/größe.blend', size: 5_000_000_000, sha256: hashOf(number + 1) },
        { path: 'textures/a.png', size: 7, sha256: hashOf(number + 2) },
        { path: 'textures/A.png', size: 7, sha256: hashOf(number + 2) },
      ],
      totalBytes: 5_000_000_014,
      nowMs: startMs,
      ...changes,
    });
    const keep = (numbers: readonly number[], size: number, userId = farm.userId, nowMs = startMs) =>
      keepContents(farm.database, {
        contents: numbers.map((number) => ({ userId, sha256: hashOf(number), size })),
        nowMs,
      });
    const missingOf = async (projectId: number) =>
      (await completeProject(farm.database, { projectId })).map(({ sha256, size }) => [
        Number.parseInt(sha256, 16),
        size,
      ]);
    const newComplete = async (number: number) => {
      const { projectId } = await createProject(farm.database, projectOf(number));
      await keep([number + 1], 5_000_000_000);
      await keep([number + 2], 7);
      assert.deepEqual(await missingOf(projectId), []);
      return projectId;
    };

    test('a project is found as it was asked for, and is one however often it is', async () => {
      const { db } = farm.database;
      const input = projectOf(0x100);
      const { projectId, isNew } = await createProject(farm.database, input);
      assert.equal(isNew, true);
      const again = { ...input, nowMs: startMs + 9 };
      assert.deepEqual(await createProject(farm.database, again), { projectId, isNew: false });
      const project = {
        projectId,
        userId: farm.userId,
        manifestSha256: hashOf(0x100),
        mainPath: 'shots/größe.blend',
        fileCount: 3,
        totalBytes: 5_000_000_014,
        isComplete: false,
        createdAtMs: startMs,
        lastUsedAtMs: startMs + 9,
      };
      assert.deepEqual(await findProject(db, { projectId, userId: farm.userId }), project);
      assert.equal(await findProject(db, { projectId, userId: strangerId }), undefined);
      const files = await listProjectFiles(db, { projectId });
      assert.deepEqual(new Set(files), new Set(input.files));
      const file = { projectId, path: 'textures/A.png' };
      assert.deepEqual(await findProjectFile(db, file), input.files[2]);
      assert.equal(await findProjectFile(db, { ...file, path: 'textures/B.png' }), undefined);
      const others = await createProject(farm.database, { ...input, userId: strangerId });
      assert.notEqual(others.projectId, projectId);
      const later = await createProject(farm.database, projectOf(0x110));
      const ofUser = { userId: farm.userId, limit: 1 };
      assert.equal((await listProjects(db, ofUser))[0]?.projectId, later.projectId);
      assert.deepEqual(await listProjects(db, { ...ofUser, beforeProjectId: later.projectId }), [project]);
      assert.deepEqual(await listProjects(db, { ...ofUser, beforeProjectId: projectId }), []);
      assert.equal(await hasProjectContent(db, { projectId, sha256: hashOf(0x101) }), true);
      assert.equal(await hasProjectContent(db, { projectId, sha256: hashOf(0x111) }), false);
    });

    test('of many who ask for one at once, one makes it', async () => {
      const input = projectOf(0x120);
      const made = await Promise.all(Array.from({ length: 6 }, () => createProject(farm.database, input)));
      assert.equal(made.filter(({ isNew }) => isNew).length, 1);
      assert.equal(new Set(made.map(({ projectId }) => projectId)).size, 1);
    });

    test('what is missing is what its user has not uploaded, in the size that it says', async () => {
      const { projectId } = await createProject(farm.database, projectOf(0x200));
      const big = [0x201, 5_000_000_000];
      assert.deepEqual(await missingOf(projectId), [big, [0x202, 7]]);
      await keep([0x201, 0x202], 7, strangerId);
      assert.deepEqual(await missingOf(projectId), [big, [0x202, 7]], "another user's count for nothing");
      await keep([0x201, 0x202, 0x202], 7);
      assert.deepEqual(await missingOf(projectId), [big], 'of another size');
      await forgetContent(farm.database, { sha256: hashOf(0x201) });
      await keep([0x201], 5_000_000_000);
      assert.deepEqual(await missingOf(projectId), []);
      assert.equal((await findProject(farm.database.db, { projectId }))?.isComplete, true);
      await forgetContent(farm.database, { sha256: hashOf(0x202) });
      assert.equal((await findProject(farm.database.db, { projectId }))?.isComplete, false);
      assert.deepEqual(await missingOf(projectId), [[0x202, 7]]);
    });

    test('contents belong to those who uploaded them, many at once too', async () => {
      const { db } = farm.database;
      const numbers = Array.from({ length: 1200 }, (_, index) => 0x1000 + index);
      await Promise.all([keep(numbers, 3), keep(numbers, 3, strangerId), keep(numbers.toReversed(), 3)]);
      await keep([0x1000], 3, farm.userId, startMs + 60_000);
      const stored = await db
        .selectFrom('contents')
        .select(['sha256', 'last_used_at', 'created_at'])
        .where('sha256', '>=', hashOf(0x1000))
        .orderBy('sha256')
        .execute();
      assert.equal(stored.length, 1200);
      const [first] = stored;
      assert.ok(first && first.last_used_at > first.created_at);
      for (const userId of [farm.userId, strangerId]) {
        assert.deepEqual(await findOwnedContent(db, { userId, sha256: hashOf(0x14af) }), { size: 3 });
      }
      const thirdId = await newUser('third@example.com');
      assert.equal(await findOwnedContent(db, { userId: thirdId, sha256: hashOf(0x1000) }), undefined);
      await keep([], 0);
    });

    test('ten thousand files are written and looked through in bulk', async () => {
      const files = Array.from({ length: 10_000 }, (_, index) => ({
        path: `cache/${'ordner '.repeat(8)}/${index}.vdb`,
        size: index,
        sha256: hashOf(0x10_0000 + index),
      }));
      const input = projectOf(0x300, { files, mainPath: files[0]?.path ?? '', totalBytes: 1 });
      const { projectId } = await createProject(farm.database, input);
      assert.equal((await missingOf(projectId)).length, 10_000);
      await keepContents(farm.database, {
        contents: files.map(({ sha256, size }) => ({ userId: farm.userId, sha256, size })),
        nowMs: startMs,
      });
      assert.deepEqual(await missingOf(projectId), []);
      const listed = await listProjectFiles(farm.database.db, { projectId });
      assert.deepEqual(
        listed.toSorted((a, b) => a.size - b.size),
        files,
      );
      await deleteProject(farm.database, { projectId, userId: farm.userId });
      assert.deepEqual(await listProjectFiles(farm.database.db, { projectId }), []);
    });

    test('a user has no more projects than allowed, and finds those that are there', async () => {
      const { database } = farm;
      const first = projectOf(0x310);
      await createProject(database, first);
      const { count } = await database.db
        .selectFrom('projects')
        .select(({ fn }) => fn.countAll<number | string>().as('count'))
        .where('user_id', '=', first.userId)
        .executeTakeFirstOrThrow();
      const maxOfUser = Number(count);
      await assert.rejects(createProject(database, { ...projectOf(0x320), maxOfUser }), {
        code: 'project-limit',
      });
      assert.equal((await createProject(database, { ...first, maxOfUser })).isNew, false);
      const { isNew } = await createProject(database, { ...projectOf(0x320), maxOfUser: maxOfUser + 1 });
      assert.equal(isNew, true);
    });

    test('a project uses its contents anew', async () => {
      const { database, userId } = farm;
      const content = { sha256: hashOf(0x20_0000), size: 5 };
      await keepContents(database, { contents: [{ userId, ...content }], nowMs: startMs });
      const files = [{ path: 'a.blend', ...content }];
      const input = projectOf(0x330, { files, mainPath: 'a.blend', totalBytes: 5 });
      const dayMs = 86_400_000;
      const { projectId } = await createProject(database, { ...input, nowMs: startMs + 5 * dayMs });
      await deleteProject(database, { projectId, userId });
      const unused = async (days: number) =>
        (
          await listUnusedContents(database.db, { unusedSinceMs: startMs + days * dayMs, limit: 50_000 })
        ).some(({ sha256 }) => sha256 === content.sha256);
      assert.deepEqual([await unused(4), await unused(6)], [false, true]);
    });

    test('a task is made of a complete project of its user', async () => {
      const { db } = farm.database;
      const projectId = await newComplete(0x400);
      const taskId = await farm.submit({ projectId, queuedAtMs: startMs + 77 });
      assert.equal((await findTask(db, { taskId }))?.render.projectId, projectId);
      assert.equal((await findProject(db, { projectId }))?.lastUsedAtMs, startMs + 77);
      const [row] = await loadFarmTasks(db, { taskIds: [taskId] });
      assert.deepEqual(row?.project, {
        manifestSha256: hashOf(0x400),
        mainPath: 'shots/größe.blend',
        fileCount: 3,
        totalBytes: 5_000_000_014,
      });
      const alone = await farm.submit();
      assert.equal((await findTask(db, { taskId: alone }))?.render.projectId, null);
      assert.equal((await loadFarmTasks(db, { taskIds: [alone] }))[0]?.project, null);
      const { projectId: others } = await createProject(
        farm.database,
        projectOf(0x410, { userId: strangerId }),
      );
      await assert.rejects(farm.submit({ projectId: others }), { code: 'project-not-found' });
      await assert.rejects(farm.submit({ projectId: 9_999_999 }), { code: 'project-not-found' });
      const { projectId: lacking } = await createProject(farm.database, projectOf(0x420));
      await assert.rejects(farm.submit({ projectId: lacking }), { code: 'project-incomplete' });
    });

    test('a project stays while a task of it is in the queue, and outlives a deleted one', async () => {
      const { database, userId } = farm;
      const projectId = await newComplete(0x500);
      const taskId = await farm.submit({ projectId });
      const remove = () => deleteProject(database, { projectId, userId });
      await assert.rejects(remove(), { code: 'project-in-use', details: { projectId, taskId } });
      await cancelTask(database, { taskId, nowMs: startMs });
      const other = await farm.submit({ projectId });
      await cancelTask(database, { taskId: other, nowMs: startMs });
      await deleteTask(database, { taskId: other, nowMs: startMs });
      assert.ok(await findProject(database.db, { projectId }));
      await assert.rejects(deleteProject(database, { projectId, userId: strangerId }), {
        code: 'project-not-found',
      });
      await requeueFrames(database, { taskId, frames: [{ first: 1, last: 1 }] });
      await assert.rejects(remove(), { code: 'project-in-use' });
      await cancelTask(database, { taskId, nowMs: startMs });
      await remove();
      await assert.rejects(remove(), { code: 'project-not-found' });
      await assert.rejects(requeueFrames(database, { taskId, frames: [{ first: 1, last: 1 }] }), {
        code: 'project-not-found',
      });
    });

    test('a user goes with projects and contents', async () => {
      const { db } = farm.database;
      const leaving = await newUser('leaving@example.com');
      const { projectId } = await createProject(farm.database, projectOf(0x600, { userId: leaving }));
      await keep([0x601], 7, leaving);
      await removeUser(db, { userId: leaving });
      assert.equal(await findProject(db, { projectId }), undefined);
      assert.equal(await findOwnedContent(db, { userId: leaving, sha256: hashOf(0x601) }), undefined);
    });
  });
}
