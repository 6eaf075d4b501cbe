import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  addTaskTemplate,
  addUser,
  findTaskTemplate,
  listTaskTemplates,
  removeTaskTemplate,
  removeUser,
  updateTaskTemplate,
} from '../index.ts';
import { buildFarm, startMs, type Farm } from './farm.ts';
import { openMigrated, type NewPlace } from './new-place.ts';

export function exerciseTaskTemplates(newPlace: NewPlace): void {
  describe('task templates', () => {
    let farm: Farm;
    let otherId: number;
    before(async () => {
      farm = await buildFarm(await openMigrated(newPlace));
      otherId = await newUser('other@example.com');
    });
    after(() => farm.database.close());

    const newUser = async (email: string) => {
      const person = { firstName: '', lastName: '', subscriptionId: 1, isActive: true, token: 'x' };
      return (await addUser(farm.database.db, { ...person, email })).userId;
    };
    const submission = { engineId: 1, arguments: { scene: 'é "🎬"' }, priority: 80 };
    const add = (name: string, changes: { userId?: number; submission?: object } = {}) =>
      farm.database.transaction((trx) =>
        addTaskTemplate(trx, {
          ...{ userId: farm.userId, name, isShared: false, submission, nowMs: startMs },
          ...changes,
        }),
      );
    const find = (templateId: number, userId = farm.userId) =>
      findTaskTemplate(farm.database.db, { templateId, userId });

    test('are kept, changed and removed', async () => {
      const { db } = farm.database;
      const { templateId } = await add('Turntable');
      const times = { createdAtMs: startMs, updatedAtMs: startMs };
      const kept = { templateId, userId: farm.userId, name: 'Turntable', isShared: false, ...times };
      assert.deepEqual(await find(templateId), { ...kept, submission: JSON.stringify(submission) });
      assert.equal(await find(templateId, otherId), undefined);
      await updateTaskTemplate(db, { templateId, isShared: true, submission: {}, nowMs: startMs + 5 });
      const changed = { ...kept, isShared: true, updatedAtMs: startMs + 5 };
      assert.deepEqual(await find(templateId, otherId), { ...changed, submission: '{}' });
      assert.deepEqual(await listTaskTemplates(db, { userId: otherId, limit: 10 }), [changed]);
      const after = { userId: otherId, limit: 10, afterTemplateId: templateId };
      assert.deepEqual(await listTaskTemplates(db, after), []);
      await removeTaskTemplate(db, { templateId });
      const gone = { code: 'task-template-not-found' };
      await assert.rejects(removeTaskTemplate(db, { templateId }), gone);
      await assert.rejects(updateTaskTemplate(db, { templateId, name: 'x', nowMs: startMs }), gone);
    });

    test('have names of their own, each user theirs, in any case', async () => {
      const { templateId } = await add('Nightly');
      await add('nightly', { userId: otherId });
      await assert.rejects(add('NIGHTLY'), { code: 'already-exists', message: /called NIGHTLY/ });
      const { templateId: second } = await add('Nïghtly');
      const rename = (name: string) =>
        updateTaskTemplate(farm.database.db, { templateId: second, name, nowMs: startMs });
      await assert.rejects(rename('nightlY'), { code: 'already-exists' });
      await rename('NÏGHTLY');
      await rename('Weekly');
      assert.equal((await find(templateId))?.name, 'Nightly');
    });

    test('are limited in number and size, and go with their user', async () => {
      const userId = await newUser('many@example.com');
      const results = await Promise.allSettled(
        Array.from({ length: 103 }, (_, at) => add(`template ${at}`, { userId })),
      );
      const refused = results.filter((result) => result.status === 'rejected');
      assert.deepEqual(
        refused.map(({ reason }) => (reason as { code: string }).code),
        Array.from({ length: 3 }, () => 'task-template-limit-reached'),
      );
      const large = { arguments: { text: 'x'.repeat(65_536) } };
      await assert.rejects(add('large', { submission: large }), { code: 'value-invalid' });
      for (const name of ['', 'x'.repeat(101), 'a\0b']) {
        await assert.rejects(add(name), { code: 'value-invalid' });
      }
      await removeUser(farm.database.db, { userId });
      assert.deepEqual(await listTaskTemplates(farm.database.db, { userId, limit: 10 }), []);
    });
  });
}
