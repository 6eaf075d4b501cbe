// What RNOClient says when tasks end, whom RenderAPI tells, and what the account page keeps.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, describe, test } from 'node:test';
import { addUser, addWebhook, openDatabase } from '@renderonline/database';
import { startPainterFarm, type PainterFarm } from '../apps/cli/src/testing/painter-farm.ts';
import { until } from './support/program.ts';
import { assertAccessible } from './support/rno-client/accessibility.ts';
import { useBrowser } from './support/rno-client/browser.ts';

interface Received {
  readonly id: string;
  readonly isSigned: (secret: string) => boolean;
  readonly type: string;
}

/** Stands in for the system's notices, which nobody could look at, and lets the page be put out of sight. */
const fakeSystem = `
  window.told = [];
  window.asked = 0;
  window.Notification = class {
    static permission = 'default';
    static async requestPermission() {
      window.asked += 1;
      return (this.permission = 'granted');
    }
    constructor(title, { body }) {
      window.told.push(title + ': ' + body);
    }
  };
  let isHidden = false;
  Object.defineProperty(document, 'visibilityState', { get: () => (isHidden ? 'hidden' : 'visible') });
  window.hide = () => {
    isHidden = true;
    document.dispatchEvent(new Event('visibilitychange'));
  };
`;

describe('what is said when tasks end', () => {
  const browser = useBrowser();
  const received: Received[] = [];
  let folder: string;
  let farm: PainterFarm;
  let receiver: Server;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'renderonline-notifications-'));
    farm = await startPainterFarm(folder);
    receiver = createServer((request, response) => {
      void text(request).then((body) => {
        const header = (name: string): string => String(request.headers[`webhook-${name}`]);
        received.push({
          id: header('id'),
          type: (JSON.parse(body) as { type: string }).type,
          isSigned(secret) {
            const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
            const signed = `${header('id')}.${header('timestamp')}.${body}`;
            return header('signature').includes(createHmac('sha256', key).update(signed).digest('base64'));
          },
        });
        response.writeHead(200).end('thanks');
      });
    });
    receiver.listen(0, '127.0.0.1');
    await once(receiver, 'listening');
  });
  after(async () => {
    await farm.close();
    receiver.close();
    await rm(folder, { recursive: true });
  });

  async function submit(name: string, frames: number, frameMs: number): Promise<number> {
    const filePath = join(folder, `${name}.paint`);
    await writeFile(filePath, name);
    const engineId = farm.engineIds.get('painter') ?? 0;
    const values = { start_frame: '1', end_frame: String(frames), frame_ms: String(frameMs) };
    return (await farm.client.enqueue({ filePath, engineId, arguments: values })).taskId;
  }

  /** Somebody who was an admin added a webhook of the farm. */
  async function leaveWebhookBehind(url: string): Promise<void> {
    const database = await openDatabase(`Data Source="${join(folder, 'farm.db')}"`);
    const { userId } = await addUser(database.db, {
      ...{ firstName: 'Grace', lastName: 'Hopper', email: 'grace@example.com', subscriptionId: 1 },
      ...{ isActive: true, token: 'another-token' },
    });
    await addWebhook(database, {
      ...{ userId, scope: 'farm', url, events: ['task-failed'], isActive: true },
      ...{ secret: 'whsec_AAAA', createdAtMs: Date.now() },
    });
    await database.close();
  }

  test('a webhook of the farm is added, tested, told of a task, and told again', async () => {
    const page = await browser.open(farm, '/administration/webhooks');
    await page.getByRole('button', { name: 'Add a webhook' }).click();
    const { port } = receiver.address() as AddressInfo;
    await page.getByRole('textbox', { name: 'Address' }).fill(`http://127.0.0.1:${port}/hook`);
    await assertAccessible(page);
    await page.getByRole('dialog').getByRole('button', { name: 'Add a webhook' }).click();
    const secret = await page.getByLabel('Secret', { exact: true }).innerText();
    await page.getByRole('button', { name: 'I have kept it' }).click();

    await page.getByRole('button', { name: 'Send a test' }).click();
    const log = page.getByRole('list', { name: 'Deliveries' });
    await log.getByText('Delivered').waitFor();
    assert.deepEqual([received[0]?.type, received[0]?.isSigned(secret)], ['test', true]);
    await assertAccessible(page);

    await submit('harbour', 1, 0);
    await until('the end of a task', async () => received.at(-1)?.type === 'task-succeeded');
    await page.reload();
    await page.getByRole('button', { name: 'Deliveries' }).click();
    const ofTask = log.getByRole('listitem').filter({ hasText: 'Task done' });
    await ofTask.getByRole('button', { name: 'Send again' }).click();
    await until('the same message', async () => received.length === 3);
    assert.equal(received[2]?.id, received[1]?.id);

    await leaveWebhookBehind('https://hooks.example.com/left');
    await page.reload();
    const left = page.getByRole('listitem').filter({ hasText: 'https://hooks.example.com/left' });
    await left.getByText('Grace Hopper, who added it, is no administrator any more.').waitFor();
    await assertAccessible(page);
    await left.getByRole('button', { name: 'Take it over' }).click();
    await left.getByRole('note').waitFor({ state: 'detached' });
    const taken = (await farm.client.webhooks.list()).webhooks.find(({ url }) => url.endsWith('/left'));
    assert.equal(taken?.offBecause, null);
    await page.context().close();
  });

  test('a page that is looked at says it itself; one that is not has the system say it, several as one', async () => {
    const context = await browser.newContext({ baseURL: farm.address });
    await context.addInitScript(fakeSystem);
    const { email, token } = farm;
    await context.request.post('/renderapi/v2/session', {
      ...{ data: { email, token }, headers: { origin: farm.address } },
    });
    const page = await context.newPage();
    await page.goto('/account');
    const allow = page.getByRole('button', { name: 'Allow notifications' });
    await allow.waitFor();
    assert.equal(await page.evaluate('asked'), 0);
    await assertAccessible(page);
    await allow.click();
    await page.getByRole('button', { name: 'Switch off' }).waitFor();

    const slow = await submit('slow', 3, 400);
    await until('the title', async () => (await page.title()).startsWith('(1) Account'));
    assert.equal(await page.locator('link[rel*=icon]').first().getAttribute('href'), '/icon-running.svg');
    await page.getByText('A task is done').waitFor();
    await page.getByRole('button', { name: 'slow.paint' }).waitFor();
    await until('the title', async () => (await page.title()).startsWith('Account'));
    assert.deepEqual(await page.evaluate('told'), []);
    assert.equal((await farm.client.task(slow)).state, 'succeeded');

    await page.evaluate('hide()');
    await Promise.all([submit('one', 1, 0), submit('two', 1, 0)]);
    await until('a notice', async () => (await page.evaluate<string[]>('told')).length > 0);
    assert.deepEqual(await page.evaluate('told'), ['2 tasks have ended: All of them are done.']);
    await context.close();
  });

  test('templates of tasks are renamed and deleted', async () => {
    const engineId = farm.engineIds.get('painter') ?? 0;
    await farm.client.taskTemplates.save({ name: 'Nightly', submission: { engineId, arguments: {} } });
    const page = await browser.open(farm, '/account');
    const list = page.getByRole('list', { name: 'Templates of tasks' });
    await list.getByRole('button', { name: 'Actions for Nightly' }).click();
    await page.getByRole('menuitem', { name: 'Rename' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Every night');
    await page.keyboard.press('Enter');
    await list.getByRole('button', { name: 'Actions for Every night' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('None yet.').waitFor();
    assert.deepEqual((await farm.client.taskTemplates.list()).taskTemplates, []);
    assert.deepEqual(browser.faults, []);
    await page.context().close();
  });
});
