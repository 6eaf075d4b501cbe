// Every page and every dialog of RNOClient, looked at by axe in both themes. One that is new is missed here.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { startPainterFarm, type PainterFarm } from '../apps/cli/src/testing/painter-farm.ts';
import { addresses, administrationSections } from '../apps/rno-client/src/app/addresses.ts';
import { root, until } from './support/program.ts';
import { assertAccessible } from './support/rno-client/accessibility.ts';
import { useBrowser } from './support/rno-client/browser.ts';

/** The task, machine and engine that are looked at. */
const [taskId, machineId, engineId] = [1, 1, 1];

/** Of every address where it leads; the compiler misses those that are not here. */
const pages: Readonly<Record<keyof typeof addresses, readonly string[]>> = {
  tasks: [addresses.tasks],
  task: [addresses.task(taskId), addresses.task(98_765)],
  submit: [addresses.submit],
  machines: [addresses.machines],
  machine: [addresses.machine(machineId), addresses.machine(98_765)],
  farm: [addresses.farm],
  administration: [addresses.administration],
  administrationOf: administrationSections.map((section) => addresses.administrationOf(section)),
  engine: [addresses.engine('new'), addresses.engine(engineId)],
  account: [addresses.account],
  // Only a farm that nobody has set up shows it: rno-client-setup.test.ts, which looks at the log-in, too.
  setup: [],
};

interface Visit {
  readonly at: string;
  readonly open: (page: Page) => Promise<unknown>;
}

const press = (at: string, key: string): Visit => ({ at, open: (page) => page.keyboard.press(key) });
const click = (at: string, name: string): Visit => ({
  at,
  open: (page) => page.getByRole('button', { name, exact: true }).first().click(),
});
/** Something of a menu. */
const choose = (at: string, menu: string | RegExp, name: string): Visit => ({
  at,
  async open(page) {
    await page.getByRole('button', { name: menu, exact: true }).first().click();
    await page.getByRole('menuitem', { name }).click();
  },
});
const [users, webhooks, task] = [
  addresses.administrationOf('users'),
  addresses.administrationOf('webhooks'),
  addresses.task(taskId),
];

/** Of every source with dialogs how each of them is opened. */
const dialogs: Readonly<Record<string, readonly Visit[]>> = {
  'administration/users/user-form.tsx': [press(users, 'a')],
  'administration/users/user-dialogs.tsx': [
    choose(users, /^Actions for/, 'Make a new token'),
    choose(users, /^Actions for/, 'Remove'),
    {
      at: users,
      async open(page) {
        await page.keyboard.press('a');
        await page.getByRole('textbox', { name: 'E-mail' }).fill('grace@example.com');
        await page.keyboard.press('Enter');
        await page.getByLabel('Token', { exact: true }).waitFor();
      },
    },
  ],
  'administration/subscriptions/subscription-form.tsx': [
    click(addresses.administrationOf('subscriptions'), 'Add a subscription'),
  ],
  'administration/kept-list.tsx': [choose(addresses.administrationOf('engines'), /^Actions for/, 'Remove')],
  'administration/argument-types/argument-type-form.tsx': [
    click(addresses.administrationOf('argument-types'), 'Add an argument type'),
  ],
  'webhooks/webhook-form.tsx': [click(webhooks, 'Add a webhook')],
  'webhooks/webhook-list.tsx': [
    {
      at: webhooks,
      async open(page) {
        await page.getByRole('button', { name: 'Add a webhook' }).click();
        await page.getByRole('textbox', { name: 'Address' }).fill('http://127.0.0.1:9/hook');
        await page.getByRole('dialog').getByRole('button', { name: 'Add a webhook' }).click();
        await page.getByLabel('Secret', { exact: true }).waitFor();
      },
    },
    choose(webhooks, /^Actions for/, 'Remove'),
  ],
  'task-templates/task-templates-card.tsx': [
    choose(addresses.account, 'Actions for Nightly', 'Rename'),
    choose(addresses.account, 'Actions for Nightly', 'Delete'),
  ],
  'machines/pairing/pair-dialog.tsx': [press(addresses.machines, 'a')],
  'machines/settings/machine-form.tsx': [click(addresses.machine(machineId), 'Settings')],
  'machines/settings/machine-question.tsx': [
    choose(addresses.machine(machineId), 'More', 'Remove from the farm'),
  ],
  'task/head/frames-dialog.tsx': [choose(task, 'More', 'Add frames')],
  'task/head/convert-dialog.tsx': [choose(task, 'More', 'Convert the frames')],
  'task/head/video-dialog.tsx': [choose(task, 'More', 'Make a video')],
  'task/head/template-dialog.tsx': [choose(task, 'More', 'Save as a template')],
  'shell/shortcuts/shortcut-list.tsx': [press(addresses.tasks, '?')],
  'shell/palette/palette.tsx': [press(addresses.tasks, 'Control+k')],
  // The last one: the page does not let go of what is unsaved.
  'shell/leave-guard/leave-question.tsx': [
    {
      at: addresses.engine('new'),
      async open(page) {
        await page.getByRole('textbox', { name: 'Name' }).fill('unsaved');
        await page.getByRole('link', { name: 'Tasks' }).first().click();
      },
    },
  ],
};

describe('every page of RNOClient', () => {
  const browser = useBrowser();
  let folder: string;
  let farm: PainterFarm;
  let page: Page;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'renderonline-pages-'));
    farm = await startPainterFarm(folder);
    const filePath = join(folder, 'still.paint');
    await writeFile(filePath, 'still');
    const painter = farm.engineIds.get('painter') ?? 0;
    const values = { start_frame: '1', end_frame: '3' };
    const made = await farm.client.enqueue({ filePath, engineId: painter, arguments: values });
    assert.equal(made.taskId, taskId);
    const submission = { engineId: painter, arguments: {} };
    await farm.client.taskTemplates.save({ name: 'Nightly', submission });
    await until('the task', async () => (await farm.client.task(taskId)).state === 'succeeded');
    page = await browser.open(farm);
  });
  after(async () => {
    await farm.close();
    await rm(folder, { recursive: true });
  });

  /** Without loading the client anew. */
  async function go(path: string): Promise<void> {
    await page.evaluate(`history.pushState(null, '', ${JSON.stringify(path)})`);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    await page.getByLabel('Loading…').waitFor({ state: 'hidden' });
  }

  for (const path of [...Object.values(pages).flat(), '/nowhere']) {
    test(`${path} can be used by everybody`, async () => {
      await go(path);
      await assertAccessible(page);
    });
  }

  test('no source has a dialog that is not opened here', () => {
    const sources = globSync('**/*.tsx', { cwd: join(root, 'apps', 'rno-client', 'src') });
    const found = sources.flatMap((source) => {
      const text = readFileSync(join(root, 'apps', 'rno-client', 'src', source), 'utf8');
      const count = [...text.matchAll(/<(?:Modal|FormDialog|ConfirmDialog|Drawer|Spotlight)\b/g)].length;
      return count === 0 || source.startsWith('elements/') ? [] : [`${source}: ${count}`];
    });
    const opened = Object.entries(dialogs).map(([source, visits]) => `${source}: ${visits.length}`);
    assert.deepEqual(opened.sort(), found.sort());
  });

  for (const [source, visits] of Object.entries(dialogs)) {
    test(`${source} can be used by everybody`, async () => {
      for (const { at, open } of visits) {
        if (new URL(page.url()).pathname !== at) await go(at);
        await open(page);
        await page.getByRole('dialog').first().waitFor();
        await assertAccessible(page, '[role=dialog]');
        await page.keyboard.press('Escape');
        await page.getByRole('dialog').first().waitFor({ state: 'detached' });
      }
    });
  }

  test('nothing of it has failed', () => {
    assert.deepEqual(browser.faults, []);
  });
});
