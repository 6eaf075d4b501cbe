import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  addDelivery,
  addUser,
  addWebhook,
  cancelTask,
  claimDelivery,
  endDeliveryTry,
  findWebhook,
  listDeliveries,
  listDueDeliveries,
  listWebhooks,
  maxWebhooksOfUser,
  redeliver,
  removeWebhook,
  spreadWebhookEvents,
  takeOverWebhook,
  updateUser,
  updateWebhook,
  type NotedEvent,
  type Webhook,
} from '../index.ts';
import { buildFarm, startMs, type Farm } from './farm.ts';
import { openMigrated, type NewPlace } from './new-place.ts';

export function exerciseWebhooks(newPlace: NewPlace): void {
  describe('webhooks', () => {
    let farm: Farm;
    let own: Webhook;
    before(async () => {
      farm = await buildFarm(await openMigrated(newPlace));
    });
    after(() => farm.database.close());

    const add = (changes: Partial<Webhook> = {}) =>
      addWebhook(farm.database, {
        ...{ userId: farm.userId, scope: 'own', url: 'https://example.com/hook', isActive: true },
        ...{ events: ['task-failed', 'task-canceled'], secret: 'whsec_AAAA', createdAtMs: startMs },
        ...changes,
      });
    const told: NotedEvent[] = [];
    const spread = () =>
      spreadWebhookEvents(farm.database, {
        payloadOf: (event) => {
          told.push(event);
          return JSON.stringify({ taskId: event.taskId });
        },
        nowMs: startMs,
      });
    const due = (nowMs = startMs) => listDueDeliveries(farm.database.db, { nowMs, limit: 100 });
    const notes = () => farm.database.db.selectFrom('webhook_events').selectAll().execute();

    test('nothing is noted while nobody wants to be told', async () => {
      await cancelTask(farm.database, { taskId: await farm.submit(), nowMs: startMs });
      await add({ isActive: false });
      await cancelTask(farm.database, { taskId: await farm.submit(), nowMs: startMs });
      assert.deepEqual(await notes(), []);
      assert.equal(await spread(), false);
    });

    test('ends of tasks, of those that wait for them too, become messages once', async () => {
      own = await add();
      const other = await buildFarm(farm.database);
      await updateUser(farm.database.db, { userId: other.userId, role: 'admin' });
      const ofFarm = await add({ userId: other.userId, scope: 'farm' });
      const ofOther = await add({ userId: other.userId });
      const taskId = await farm.submit();
      const waiting = await farm.submit({ dependsOn: [taskId] });
      await cancelTask(farm.database, { taskId, nowMs: startMs });
      await cancelTask(farm.database, { taskId, nowMs: startMs });
      assert.equal((await notes()).length, 2);
      await Promise.all([spread(), spread()]);
      assert.deepEqual(await notes(), []);
      const sent = (await due()).map(({ webhook, payload }) => [webhook.webhookId, payload]);
      const payloads = [taskId, waiting].map((id) => JSON.stringify({ taskId: id }));
      const expected = [own, ofFarm].flatMap(({ webhookId }) => payloads.map((text) => [webhookId, text]));
      assert.deepEqual(sent.map(String).sort(), expected.map(String).sort());
      const event = told.find((one) => one.taskId === waiting);
      assert.deepEqual(
        [event?.event, event?.userId, event?.fileName],
        ['task-canceled', farm.userId, 'scene.blend'],
      );
      assert.match(event?.reason ?? '', new RegExp(String(taskId)));
      // Somebody who is no admin any more is not told of others' tasks.
      await updateUser(farm.database.db, { userId: other.userId, role: 'user' });
      await cancelTask(farm.database, { taskId: await farm.submit(), nowMs: startMs });
      await spread();
      const ofFarmOnes = await listDeliveries(farm.database.db, { webhookId: ofFarm.webhookId, limit: 10 });
      assert.equal(ofFarmOnes.length, 2);
      assert.deepEqual(
        (await due()).filter(({ webhook }) => webhook.scope === 'farm'),
        [],
      );
      for (const { webhookId } of [ofFarm, ofOther]) await removeWebhook(farm.database.db, { webhookId });
    });

    test('a message is taken by one, is due again later, and ends', async () => {
      const { db } = farm.database;
      const [first] = await due();
      assert.ok(first);
      const { deliveryId } = first;
      const claim = { deliveryId, nowMs: startMs, untilMs: startMs + 60_000 };
      const claims = await Promise.all([claimDelivery(db, claim), claimDelivery(db, claim)]);
      assert.deepEqual(claims.sort(), [false, true]);
      assert.ok(!(await due()).some((one) => one.deliveryId === deliveryId));
      assert.ok((await due(startMs + 60_000)).some((one) => one.deliveryId === deliveryId));
      const tried = { deliveryId, triedAtMs: startMs, durationMs: 12, status: 500, answer: 'x'.repeat(300) };
      await endDeliveryTry(db, { ...tried, state: 'pending', nextTryAtMs: startMs + 5000 });
      const shown = async () =>
        (await listDeliveries(db, { webhookId: own.webhookId, limit: 100 })).find(
          (one) => one.deliveryId === deliveryId,
        );
      const entry = await shown();
      assert.deepEqual([entry?.tries, entry?.nextTryAtMs, entry?.answer?.length], [1, startMs + 5000, 200]);
      await endDeliveryTry(db, { ...tried, state: 'given-up', nextTryAtMs: null, status: null });
      assert.deepEqual([(await shown())?.state, (await shown())?.tries], ['given-up', 2]);
      await redeliver(db, { webhookId: own.webhookId, deliveryId, nowMs: startMs });
      assert.deepEqual([(await shown())?.state, (await shown())?.tries], ['pending', 0]);
      const foreign = redeliver(db, { webhookId: own.webhookId + 1, deliveryId, nowMs: startMs });
      await assert.rejects(foreign, { code: 'webhook-not-found' });
    });

    test('what happens to machines is told to webhooks of the farm, once a minute of each', async () => {
      const admin = await buildFarm(farm.database);
      const { userId } = admin;
      await updateUser(farm.database.db, { userId, role: 'admin' });
      const events = ['machine-lost', 'machine-quarantined'] as const;
      const ofFarm = await add({ userId, scope: 'farm', events });
      const lostAlone = await add({ userId, scope: 'farm', events: ['machine-lost'] });
      await add({ userId, scope: 'farm', events: ['task-failed'] });
      await add({ userId, events });
      const isNew = { userId, scope: 'farm', events, isActive: false } as const;
      await add(isNew);
      const happen = (event: (typeof events)[number], machineId: number, nowMs: number) => ({
        ...{ event, machineId, name: `render${machineId}`, reason: 'x'.repeat(3000), happenedAtMs: nowMs },
      });
      const commit = (nowMs: number, ...machineEvents: ReturnType<typeof happen>[]) =>
        admin.commit({ machineEvents, nowMs });
      const sent = async (webhook: Webhook) =>
        (await listDeliveries(farm.database.db, { webhookId: webhook.webhookId, limit: 100 }))
          .map(({ messageId }) => messageId.split('.', 2).join('.'))
          .sort();
      const lost = [1, 12, 1].map((machineId) => happen('machine-lost', machineId, startMs));
      await commit(startMs, ...lost, happen('machine-quarantined', 1, startMs));
      // The answer was lost, and the machines came and went once more.
      await commit(startMs + 10, ...lost);
      await commit(startMs + 59_999, happen('machine-lost', 1, startMs + 59_999));
      assert.deepEqual(await sent(ofFarm), ['machine-lost.1', 'machine-lost.12', 'machine-quarantined.1']);
      assert.deepEqual(await sent(lostAlone), ['machine-lost.1', 'machine-lost.12']);
      await commit(startMs + 60_000, happen('machine-lost', 1, startMs + 60_000));
      assert.equal((await sent(ofFarm)).length, 4);
      const [first] = (await due(startMs + 60_000)).filter(
        ({ webhook }) => webhook.webhookId === lostAlone.webhookId,
      );
      const message = JSON.parse(first?.payload ?? '') as { type: string; data: Record<string, unknown> };
      assert.deepEqual([message.type, message.data.name], ['machine-lost', 'render1']);
      assert.equal(String(message.data.reason).length, 1000);
      await updateUser(farm.database.db, { userId, role: 'user' });
      await commit(startMs + 200_000, happen('machine-lost', 1, startMs + 200_000));
      assert.equal((await sent(ofFarm)).length, 4);
      const all = (await listWebhooks(farm.database.db, { userId, isAdmin: false })).map(
        (one) => one.webhookId,
      );
      for (const webhookId of all) await removeWebhook(farm.database.db, { webhookId });
    });

    test('one of the farm is off when its user is no admin any more, and goes on when an admin takes it over', async () => {
      const { db } = farm.database;
      const { userId } = farm;
      const { userId: adminId } = await addUser(db, {
        ...{
          firstName: '',
          lastName: '',
          email: 'boss@example.com',
          isActive: true,
          token: 't',
          role: 'admin',
        },
        subscriptionId: 1,
      });
      await updateUser(db, { userId, role: 'admin' });
      const { webhookId } = await add({ scope: 'farm' });
      await addDelivery(db, { webhookId, messageId: 'm', event: 'test', payload: '{}', nowMs: startMs });
      const dueOfIt = async () =>
        (await due()).filter(({ webhook }) => webhook.webhookId === webhookId).length;
      const seen = async () => {
        const { userId: owner, offBecause } = await findWebhook(db, {
          userId: adminId,
          isAdmin: true,
          webhookId,
        });
        return [owner, offBecause, await dueOfIt()];
      };
      assert.deepEqual(await seen(), [userId, null, 1]);
      await updateUser(db, { userId, isActive: false });
      assert.deepEqual(await seen(), [userId, 'owner-inactive', 0]);
      await updateUser(db, { userId, isActive: true, role: 'user' });
      assert.deepEqual(await seen(), [userId, 'owner-no-admin', 0]);
      await assert.rejects(findWebhook(db, { userId, isAdmin: false, webhookId }), {
        code: 'webhook-not-found',
      });
      await takeOverWebhook(farm.database, { webhookId, userId: adminId });
      assert.deepEqual(await seen(), [adminId, null, 1]);
      assert.equal(
        (await findWebhook(db, { userId: adminId, isAdmin: true, webhookId })).ownerName,
        'boss@example.com',
      );
      for (let count = 1; count < maxWebhooksOfUser; count += 1) await add({ userId: adminId });
      await takeOverWebhook(farm.database, { webhookId, userId: adminId });
      const { webhookId: another } = await add({ scope: 'farm' });
      const tooMany = takeOverWebhook(farm.database, { webhookId: another, userId: adminId });
      await assert.rejects(tooMany, { code: 'webhook-limit-reached' });
      for (const one of [webhookId, another]) await removeWebhook(db, { webhookId: one });
    });

    test('they are seen and changed by their user, and limited in number', async () => {
      const { db } = farm.database;
      const owner = { userId: farm.userId, isAdmin: false };
      const { webhookId } = own;
      await updateWebhook(db, { webhookId, events: ['task-succeeded'], isActive: false });
      const listed = { ownerName: 'Test User', offBecause: null };
      const changed = { ...own, ...listed, events: ['task-succeeded'], isActive: false };
      assert.deepEqual(await findWebhook(db, { ...owner, webhookId }), changed);
      assert.deepEqual(await due(startMs + 1e9), []);
      const stranger = findWebhook(db, { userId: farm.userId + 999, isAdmin: true, webhookId });
      await assert.rejects(stranger, { code: 'webhook-not-found' });
      const many = await Promise.allSettled(Array.from({ length: maxWebhooksOfUser + 3 }, () => add()));
      assert.ok(many.some(({ status }) => status === 'rejected'));
      assert.equal((await listWebhooks(db, owner)).length, maxWebhooksOfUser);
      await removeWebhook(db, { webhookId });
      assert.deepEqual(await listDeliveries(db, { webhookId, limit: 10 }), []);
    });
  });
}
