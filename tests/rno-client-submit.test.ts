// Handing over scenes in RNOClient: dropped, uploaded, described in a form, and submitted.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { madeZip } from '../packages/storage/src/testing/made-zip.ts';
import { startPainterFarm, type PainterFarm } from '../apps/cli/src/testing/painter-farm.ts';
import { startBreakableProxy } from './support/breakable-proxy.ts';
import { until } from './support/program.ts';
import { assertAccessible } from './support/rno-client/accessibility.ts';
import { useBrowser } from './support/rno-client/browser.ts';
import { dragFiles, dropFiles } from './support/rno-client/drop-files.ts';
import { tabTo } from './support/rno-client/keyboard.ts';

describe('handing over scenes', () => {
  const browser = useBrowser();
  let folder: string;
  let farm: PainterFarm;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'renderonline-submit-'));
    farm = await startPainterFarm(folder);
  });
  after(async () => {
    await farm.close();
    await rm(folder, { recursive: true });
  });

  const cardOf = (page: Page, name: string): Locator => page.getByRole('region', { name: `Task of ${name}` });
  const uploaded = (card: Locator): Promise<void> => card.getByText('Uploaded', { exact: true }).waitFor();
  async function sentTask(card: Locator): Promise<number> {
    await card.getByText(/Submitted as task \d+/).waitFor();
    const href = await card.getByRole('link', { name: 'Watch its frames' }).getAttribute('href');
    return Number(/^\/tasks\/(\d+)$/.exec(href ?? '')?.[1]);
  }
  const succeeded = (taskId: number): Promise<unknown> =>
    until('the task', async () => (await farm.client.task(taskId)).state === 'succeeded');
  /** Calls it with every request that goes on with an upload, which is sent when that has resolved. */
  async function whenItGoesOn(page: Page, before: () => Promise<void> | undefined): Promise<void> {
    await page.route('**/renderapi/v2/uploads/*', async (route) => {
      const { 'upload-offset': offset = '0' } = route.request().headers();
      if (Number(offset) > 0) await before();
      // A request that the page has given up meanwhile is sent by nobody.
      await route.continue().catch(() => undefined);
    });
  }

  test('a folder dropped onto the list of tasks becomes a task, with all that is in it', async () => {
    const scene = join(folder, 'shot 010');
    await mkdir(join(scene, 'textures'), { recursive: true });
    await writeFile(join(scene, 'orrery.paint'), 'orrery');
    await writeFile(join(scene, 'textures', 'brass.png'), Buffer.alloc(700_000, 7));
    await writeFile(join(scene, 'textures', 'Thumbs.db'), 'junk');
    const page = await browser.open(farm);
    await page.getByRole('heading', { name: 'No tasks yet' }).waitFor();
    const drag = await dragFiles(page, [scene]);
    await page.getByRole('heading', { name: 'Drop it anywhere' }).waitFor();
    await drag.drop();
    const card = cardOf(page, 'shot 010');
    await card.getByText('2 files').waitFor();
    await uploaded(card);
    await card.getByLabel('First frame').fill('3');
    await card.getByLabel('Last frame').fill('2');
    await card.getByText('The last frame comes before the first one').waitFor();
    await card.getByLabel('Last frame').fill('6');
    await card.getByText('4 frames').waitFor();
    await card.getByText('There is nothing to compare it with yet').waitFor();
    await card.getByRole('button', { name: 'More settings' }).click();
    await card.getByLabel('Priority').fill('70');
    await assertAccessible(page);
    await card.getByRole('button', { name: 'Submit' }).click();
    const taskId = await sentTask(card);
    await succeeded(taskId);
    const task = await farm.client.task(taskId);
    assert.deepEqual([task.fileName, task.progress.framesTotal, task.priority], ['orrery.paint', 4, 70]);
    await page.context().close();
  });

  test('several at once are several tasks, with what was filled in last, an estimate, and templates', async () => {
    const [loose, archive] = [join(folder, 'castle.paint'), join(folder, 'moon.zip')];
    await writeFile(loose, 'castle');
    await writeFile(
      archive,
      madeZip([{ name: 'moon/moon.paint', content: 'moon' }, { name: 'moon/craters.png' }]),
    );
    const page = await browser.open(farm, '/submit');
    await page.getByRole('heading', { name: 'Hand over a scene' }).waitFor();
    await dropFiles(page, [loose, archive]);
    const [castle, moon] = [cardOf(page, 'castle.paint'), cardOf(page, 'moon.zip')];
    await uploaded(castle);
    await uploaded(moon);
    assert.equal(await moon.getByLabel('First frame').inputValue(), '1');
    await moon.getByLabel('Last frame').fill('2');
    await moon.getByText(/Ready in about/).waitFor();
    await moon.getByText('From other tasks of this engine', { exact: false }).waitFor();
    await moon.getByRole('button', { name: 'Save as a template' }).click();
    await page.getByLabel('Name of the template').fill('Two frames');
    await page.getByLabel('Name of the template').press('Enter');
    await page.getByText('Template saved').waitFor();
    await moon.getByRole('button', { name: 'Submit' }).click();
    await succeeded(await sentTask(moon));

    await castle.getByLabel('Start from a template').click();
    await page.getByRole('option', { name: 'Two frames' }).click();
    await until('the values', async () => (await castle.getByLabel('Last frame').inputValue()) === '2');
    await castle.getByRole('button', { name: 'Submit' }).click();
    await succeeded(await sentTask(castle));
    await page.context().close();
  });

  test('a task is submitted when its files are there, through a lost connection and a walk over the pages', async (t) => {
    const proxy = await startBreakableProxy(Number(new URL(farm.address).port));
    t.after(() => proxy.close());
    const scene = join(folder, 'large.paint');
    await writeFile(scene, randomBytes(3_000_000));
    const page = await browser.open({ ...farm, address: proxy.address }, '/', { serviceWorkers: 'block' });
    await page.getByRole('row', { name: 'castle.paint' }).waitFor();
    let isLost = false;
    await whenItGoesOn(page, () => {
      if (!isLost) proxy.swallow();
      isLost = true;
      return undefined;
    });
    await dropFiles(page, [scene]);
    const card = cardOf(page, 'large.paint');
    await card.getByText('524 kB of 3 MB uploaded').waitFor();
    await card.getByLabel('Last frame').fill('3');
    await card.getByRole('button', { name: 'Submit once uploaded' }).click();
    await card.getByText('Will be submitted as soon as it is uploaded').waitFor();
    await card.getByRole('button', { name: 'Pause the upload' }).click();
    await card.getByText('Paused').waitFor();
    await card.getByRole('button', { name: 'Go on with the upload' }).click();
    await page.getByRole('link', { name: 'Tasks', exact: true }).click();
    await page.getByRole('link', { name: /% of 1 upload/ }).waitFor();
    proxy.mend();
    await page.getByRole('row', { name: 'large.paint' }).getByText('3 of 3 frames').waitFor();
    await page.context().close();
  });

  test('the same files go on where a closed tab has left them', async () => {
    const scene = join(folder, 'again.paint');
    await writeFile(scene, randomBytes(3_000_000));
    const page = await browser.open(farm, '/submit', { serviceWorkers: 'block' });
    const never = Promise.withResolvers<undefined>();
    let isOpenAgain = false;
    await whenItGoesOn(page, () => (isOpenAgain ? undefined : never.promise));
    await page.getByRole('heading', { name: 'Hand over a scene' }).waitFor();
    await dropFiles(page, [scene]);
    await cardOf(page, 'again.paint').getByText('524 kB of 3 MB uploaded').waitFor();
    let hasAsked = false;
    page.on('dialog', (dialog) => {
      hasAsked = dialog.type() === 'beforeunload';
      void dialog.accept();
    });
    await page.reload();
    assert.ok(hasAsked, 'who leaves the page is asked');
    isOpenAgain = true;
    const found = page.waitForResponse((response) => response.request().method() === 'HEAD');
    await page.getByRole('heading', { name: 'Hand over a scene' }).waitFor();
    await dropFiles(page, [scene]);
    assert.equal((await found).headers()['upload-offset'], String(512 * 1024));
    await uploaded(cardOf(page, 'again.paint'));
    never.resolve(undefined);
    await page.context().close();
  });

  test('by the keyboard alone', async () => {
    const scene = join(folder, 'keys.paint');
    await writeFile(scene, 'keys');
    const page = await browser.open(farm);
    await page.getByRole('heading', { name: 'Tasks', exact: true }).waitFor();
    await page.keyboard.press('n');
    await page.getByRole('heading', { name: 'Hand over a scene' }).waitFor();
    const chosen = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Choose files' }).press('Enter');
    const chooser = await chosen;
    await chooser.setFiles(scene);
    const card = cardOf(page, 'keys.paint');
    await uploaded(card);
    await tabTo(page, 'end_frame');
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('2');
    await page.keyboard.press('Enter');
    await succeeded(await sentTask(card));
    await page.context().close();
    assert.deepEqual(browser.faults, []);
  });
});
