// Webhooks from a task's end to a real server that is told of it, against a listening RenderAPI.
import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { DeliveryList, WebhookList } from '@renderonline/contract';
import { cancelTask, enqueueTask, updateUser } from '@renderonline/database';
import { createLogger } from '@renderonline/runtime';
import { Compile } from 'typebox/compile';
import { createClient, type Client } from '../../../../packages/client/src/index.ts';
import { systemClock } from '../scheduling/clock.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';
import { signatureOf } from './post-message.ts';
import { createWebhookSender } from './webhook-sender.ts';

interface Told {
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

describe('webhooks', { timeout: 60_000 }, () => {
  let api: TestApi;
  let client: Client;
  let receiver: Server;
  let url: string;
  let laterMs = 0;
  let answer: { status: number; headers?: Record<string, string> } = { status: 204 };
  const told: Told[] = [];

  before(async () => {
    api = await startTestApi({ nowMs: () => Date.now() + laterMs });
    await updateUser(api.database.db, { userId: 1, role: 'admin' });
    client = createClient({ baseUrl: api.url, ...api.headers });
    receiver = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        told.push({ headers: request.headers, body });
        response
          .writeHead(answer.status, answer.headers)
          .end(answer.status === 204 ? undefined : 'no '.repeat(200));
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
  });
  after(async () => {
    await api.close();
    receiver.close();
  });

  const sendDue = (allowsPrivateAddresses = true) =>
    createWebhookSender({
      database: api.database,
      clock: { ...systemClock, nowMs: () => Date.now() + laterMs },
      log: createLogger({ name: 'test', level: 'silent' }),
      allowsPrivateAddresses,
    }).work();
  async function cancelOne(userId: number): Promise<number> {
    const { taskId } = await enqueueTask(api.database, {
      ...{ userId, engineId: 1, queuedAtMs: Date.now(), fileName: 'a.blend', filePath: '/a', fileSize: 1 },
      ...{ arguments: '', argumentTemplate: '', argumentValues: {}, frames: [{ first: 1, last: 1 }] },
    });
    await cancelTask(api.database, { taskId, nowMs: Date.now() });
    return taskId;
  }

  test('machines are told of to webhooks of the farm alone', async () => {
    const refused = { status: 400, code: 'request-invalid' };
    await assert.rejects(client.webhooks.add({ url, events: ['machine-lost'] }), refused);
    const events: ['machine-lost', 'task-failed'] = ['machine-lost', 'task-failed'];
    const ofFarm = await client.webhooks.add({ url, events, scope: 'farm' });
    assert.deepEqual([...ofFarm.events].sort(), events);
    const own = await client.webhooks.add({ url, events: ['task-failed'] });
    await assert.rejects(client.webhooks.change(own.webhookId, { events }), refused);
    for (const { webhookId } of [ofFarm, own]) await client.webhooks.remove(webhookId);
  });

  test('a task that ends is told, signed, to those who want to know', async () => {
    const added = await client.webhooks.add({ url, events: ['task-canceled'], scope: 'farm' });
    const taskId = await cancelOne(2);
    await sendDue();
    const [message] = told;
    assert.ok(message !== undefined && told.length === 1);
    const event = JSON.parse(message.body) as { type: string; data: { taskId: number; userId: number } };
    assert.deepEqual([event.type, event.data.taskId, event.data.userId], ['task-canceled', taskId, 2]);
    const { 'webhook-id': messageId, 'webhook-timestamp': timestamp } = message.headers;
    assert.equal(
      message.headers['webhook-signature'],
      signatureOf({
        ...{ secret: added.secret, messageId: String(messageId), payload: message.body },
        timestamp: Number(timestamp),
      }),
    );
    const { deliveries } = await client.webhooks.deliveries(added.webhookId);
    assert.deepEqual(
      [deliveries[0]?.state, deliveries[0]?.status, deliveries[0]?.tries],
      ['delivered', 204, 1],
    );
    await sendDue();
    assert.equal(told.length, 1);
    await client.webhooks.remove(added.webhookId);
  });

  test('what is not taken is tried again under the same name, a redirect is not followed, and 410 is the end', async () => {
    const { webhookId } = await client.webhooks.add({ url, events: ['task-failed'], scope: 'farm' });
    const { deliveryId } = await client.webhooks.test(webhookId);
    const entry = async () => {
      const list = await client.webhooks.deliveries(webhookId);
      assert.deepEqual(Compile(DeliveryList).Errors(list), []);
      return list.deliveries[0];
    };
    told.length = 0;
    answer = { status: 302, headers: { location: `${url}/elsewhere` } };
    await sendDue();
    await sendDue();
    assert.deepEqual([told.length, (await entry())?.state, (await entry())?.status], [1, 'pending', 302]);
    assert.equal((await entry())?.answer?.length, 200);
    laterMs = 5001;
    answer = { status: 410 };
    await sendDue();
    assert.deepEqual([told.length, (await entry())?.state, (await entry())?.tries], [2, 'given-up', 2]);
    assert.equal(told[0]?.headers['webhook-id'], told[1]?.headers['webhook-id']);
    answer = { status: 204 };
    await client.webhooks.redeliver(webhookId, deliveryId);
    await sendDue();
    assert.deepEqual([(await entry())?.state, (await entry())?.tries], ['delivered', 1]);
    await client.webhooks.remove(webhookId);
  });

  test("a user's webhook does not lead into the local network, by address or by name", async () => {
    told.length = 0;
    const port = new URL(url).port;
    for (const host of ['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]', '2130706433']) {
      const { webhookId } = await client.webhooks.add({
        url: `http://${host}:${port}/`,
        events: ['task-failed'],
      });
      await client.webhooks.test(webhookId);
      await sendDue(false);
      const { deliveries } = await client.webhooks.deliveries(webhookId);
      assert.deepEqual([deliveries[0]?.state, deliveries[0]?.status], ['pending', null], host);
      assert.match(deliveries[0]?.answer ?? '', /local network/, host);
      await client.webhooks.remove(webhookId);
    }
    assert.equal(told.length, 0);
  });

  test('a webhook of the farm whose user is no admin any more is off until an admin takes it over', async () => {
    await updateUser(api.database.db, { userId: 2, role: 'admin' });
    const other = createClient({ baseUrl: api.url, email: 'other@example.com', token: 'other-token' });
    const { webhookId } = await other.webhooks.add({ url, events: ['task-failed'], scope: 'farm' });
    await updateUser(api.database.db, { userId: 2, role: 'user' });
    const seen = async () => {
      const list = await client.webhooks.list();
      assert.deepEqual(Compile(WebhookList).Errors(list), []);
      const webhook = list.webhooks.find((one) => one.webhookId === webhookId);
      return [webhook?.userId, webhook?.owner, webhook?.offBecause];
    };
    assert.deepEqual(await seen(), [2, 'Test User', 'owner-no-admin']);
    assert.ok(!(await other.webhooks.list()).webhooks.some((one) => one.webhookId === webhookId));
    await assert.rejects(other.webhooks.takeOver(webhookId), { code: 'webhook-not-found' });
    assert.equal((await client.webhooks.takeOver(webhookId)).offBecause, null);
    assert.deepEqual(await seen(), [1, 'Test User', null]);
    await client.webhooks.remove(webhookId);
  });

  test('what makes no sense, or is not theirs, is refused', async () => {
    const other = createClient({ baseUrl: api.url, email: 'other@example.com', token: 'other-token' });
    const events = ['task-failed' as const];
    for (const bad of ['ftp://example.com', 'file:///etc/passwd', 'https://a:b@example.com', 'nonsense']) {
      await assert.rejects(other.webhooks.add({ url: bad, events }), { code: 'webhook-url-invalid' });
    }
    await assert.rejects(other.webhooks.add({ url, events, scope: 'farm' }), { code: 'admins-only' });
    const { webhookId } = await client.webhooks.add({ url, events });
    await assert.rejects(other.webhooks.change(webhookId, { isActive: false }), {
      code: 'webhook-not-found',
    });
    await assert.rejects(other.webhooks.test(webhookId), { status: 404 });
    assert.equal((await client.webhooks.change(webhookId, { isActive: false })).isActive, false);
    const list = await client.webhooks.list();
    assert.deepEqual(Compile(WebhookList).Errors(list), []);
    assert.deepEqual((await other.webhooks.list()).webhooks, []);
    assert.ok(!JSON.stringify(list).includes('whsec_'));
  });
});
