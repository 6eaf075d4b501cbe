// RNOClient of a fresh farm: from the link that RenderAPI shows, over the set-up, to being logged in, out and in again.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { startApi, type Api } from './support/farm.ts';
import { freePort, killAllPrograms } from './support/program.ts';
import { assertAccessible } from './support/rno-client/accessibility.ts';
import { useBrowser } from './support/rno-client/browser.ts';

describe('RNOClient of a fresh farm', () => {
  const browser = useBrowser();
  let folder: string;
  let api: Api;
  let configuration: Record<string, unknown>;
  let page: Page;
  let token: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'renderonline-setup-'));
    const ConnectionString = `Data Source="${join(folder, 'farm.db')}"`;
    configuration = { ConnectionString, Port: await freePort(), BindAddress: '127.0.0.1' };
    api = await startApi(folder, configuration);
    page = await (await browser.newContext({ baseURL: api.address })).newPage();
  });
  after(async () => {
    await killAllPrograms();
    await rm(folder, { recursive: true });
  });

  test('is set up by whoever has the link that RenderAPI has shown', async () => {
    await page.goto('/');
    await page.getByRole('heading', { name: 'Set up your farm' }).waitFor();
    await assertAccessible(page);
    const link = /http:[^"\s]+\/setup#[\w-]+/.exec(api.program.output())?.[0];
    assert.ok(link !== undefined, api.program.output());
    await page.goto(link.replace(/#.*/, '#wrong'));
    await page.reload();
    await page.getByLabel('First name').fill('Grace');
    await page.getByLabel('Last name').fill('Hopper');
    await page.getByLabel('E-mail').fill('grace@example.com');
    await page.getByRole('button', { name: 'Set up' }).click();
    await page.getByRole('alert').getByText('not the code').waitFor();
    await page.getByLabel('Set-up code').fill(link.split('#')[1] ?? '');
    await page.getByRole('button', { name: 'Set up' }).click();
    token = await page.locator('pre').innerText();
    assert.ok(token.length >= 20, token);
    await assertAccessible(page);
    await page.getByRole('button', { name: 'I have kept it' }).click();
    await page.getByRole('heading', { name: 'No tasks yet' }).waitFor();
    await assertAccessible(page);
  });

  test('lets nobody in with a wrong token, and says no more than that', async () => {
    await page.getByRole('button', { name: 'Your account' }).click();
    await page.getByRole('menuitem', { name: 'Log out' }).click();
    await page.getByRole('heading', { name: 'Log in' }).waitFor();
    await assertAccessible(page);
    await page.getByLabel('E-mail').fill('grace@example.com');
    await page.getByRole('textbox', { name: 'Token' }).fill('wrong');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('do not match').waitFor();
  });

  test('remembers who is logged in, in a cookie that no script sees, also when RenderAPI starts anew', async () => {
    await page.getByRole('textbox', { name: 'Token' }).fill(token);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'No tasks yet' }).waitFor();
    const [cookie] = await page.context().cookies();
    assert.deepEqual([cookie?.httpOnly, cookie?.sameSite], [true, 'Strict']);
    assert.equal(await page.evaluate('document.cookie'), '');

    await page.evaluate('navigator.serviceWorker.ready.then(() => true)');
    await api.program.kill('SIGKILL');
    await page.getByText('RenderAPI does not answer').waitFor();
    // From what the browser has kept of the page.
    await page.reload();
    await page.getByRole('heading', { name: 'RenderAPI does not answer' }).waitFor();
    api = await startApi(folder, configuration);
    await page.getByRole('heading', { name: 'No tasks yet' }).waitFor();
  });

  test('ends all sessions of a user at once', async () => {
    const other = await (await browser.newContext({ baseURL: api.address })).newPage();
    await other.goto('/');
    await other.getByLabel('E-mail').fill('grace@example.com');
    await other.getByRole('textbox', { name: 'Token' }).fill(token);
    await other.getByRole('button', { name: 'Log in' }).click();
    await other.getByRole('heading', { name: 'No tasks yet' }).waitFor();

    await page.goto('/account');
    await page.getByText('This browser', { exact: true }).waitFor();
    assert.equal(await page.getByRole('listitem').count(), 2);
    await assertAccessible(page);
    await page.getByRole('button', { name: 'Log out everywhere' }).click();
    await page.getByRole('heading', { name: 'Log in' }).waitFor();
    await other.reload();
    await other.getByRole('heading', { name: 'Log in' }).waitFor();
    assert.deepEqual(browser.faults, []);
  });

  test('speaks German and Dutch, chosen by the browser or by hand', async () => {
    const german = await (await browser.newContext({ baseURL: api.address, locale: 'de-AT' })).newPage();
    await german.goto('/');
    await german.getByRole('heading', { name: 'Anmelden' }).waitFor();
    assert.equal(await german.evaluate('document.documentElement.lang'), 'de');
    await german.getByRole('combobox', { name: 'Sprache' }).selectOption({ label: 'Nederlands' });
    await german.getByRole('heading', { name: 'Inloggen' }).waitFor();
    await german.reload();
    await german.getByRole('heading', { name: 'Inloggen' }).waitFor();
  });
});
