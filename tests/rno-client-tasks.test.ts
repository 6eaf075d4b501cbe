// The list of tasks in RNOClient: live, searched, sorted, changed many at a time, and by keyboard alone.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { createClient } from '@renderonline/client';
import type { Locator } from 'playwright-core';
import { firstViewScripts } from '../apps/rno-client/build/first-view.ts';
import { startPainterFarm, type PainterFarm } from '../apps/cli/src/testing/painter-farm.ts';
import { listArchive } from '../packages/storage/src/testing/unzip.ts';
import { root } from '../scripts/run-steps.ts';
import { startBreakableProxy } from './support/breakable-proxy.ts';
import { until } from './support/program.ts';
import { assertAccessible } from './support/rno-client/accessibility.ts';
import { useBrowser } from './support/rno-client/browser.ts';

/** Whether an image is there and could be read. */
const isLoaded = (image: Locator): Promise<boolean> =>
  image.evaluate((element: unknown) => (element as { naturalWidth: number }).naturalWidth > 0);

describe('the list of tasks', () => {
  const browser = useBrowser();
  let folder: string;
  let farm: PainterFarm;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'renderonline-tasks-'));
    farm = await startPainterFarm(folder);
  });
  after(async () => {
    await farm.close();
    await rm(folder, { recursive: true });
  });

  async function submit(name: string, frames: number, frameMs = 0): Promise<number> {
    const filePath = join(folder, `${name}.paint`);
    await writeFile(filePath, name);
    const engineId = farm.engineIds.get('painter') ?? 0;
    const values = { start_frame: '1', end_frame: String(frames), frame_ms: String(frameMs) };
    return (await farm.client.enqueue({ filePath, engineId, arguments: values })).taskId;
  }
  const stateOf = async (taskId: number) => (await farm.client.task(taskId)).state;

  test('shows a task from its submission to its last frame, with its picture, without being asked', async () => {
    const page = await browser.open(farm);
    await page.getByRole('heading', { name: 'No tasks yet' }).waitFor();
    await submit('orrery', 4);
    const row = page.getByRole('row', { name: 'orrery.paint' });
    await row.getByText('4 of 4 frames').waitFor();
    await row.getByText('Done').waitFor();
    const picture = row.locator('img');
    await until('the picture', async () => isLoaded(picture).catch(() => false));
    await page.context().close();
  });

  test('is seen with no more script than the first view is said to take', async () => {
    const context = await browser.newContext({ baseURL: farm.address, serviceWorkers: 'block' });
    await context.addInitScript(`new MutationObserver((_changes, observer) => {
      if (document.querySelector('tbody tr') === null) return;
      observer.disconnect();
      globalThis.scriptsOfFirstView = performance.getEntriesByType('resource')
        .map(({ name }) => new URL(name).pathname.slice(1)).filter((name) => name.endsWith('.js'));
    }).observe(document, { childList: true, subtree: true })`);
    const { email, token } = farm;
    await context.request.post('/renderapi/v2/session', {
      ...{ data: { email, token }, headers: { origin: farm.address } },
    });
    const page = await context.newPage();
    await page.goto('/');
    await page.getByRole('row', { name: 'orrery.paint' }).waitFor();
    const { files } = firstViewScripts(join(root, 'apps', 'rno-client', 'dist'));
    const loaded = await page.evaluate<string[]>('scriptsOfFirstView');
    assert.deepEqual(loaded.toSorted(), files.toSorted());
    await context.close();
  });

  test('keeps search, filters and order in the address', async () => {
    await submit('kitchen', 2);
    const paused = await submit('forest', 3, 200);
    await farm.client.pause(paused);
    const page = await browser.open(farm);
    await page.getByRole('row', { name: 'forest.paint' }).getByText('Paused').waitFor();
    await page.getByRole('textbox', { name: 'Search' }).fill('or');
    await page.getByRole('button', { name: 'Name', exact: true }).click();
    const names = async () => page.getByRole('row').getByRole('link').allInnerTexts();
    const found = async () => (await names()).map((name) => name.split('.')[0]).join();
    await until('the list', async () => (await found()) === 'forest,orrery');
    assert.match(page.url(), /\?text=or&sort=fileName$/);
    await page.reload();
    await until('the same list', async () => (await found()) === 'forest,orrery');
    await page.goto(`${farm.address}/?state=paused`);
    await until('the paused one', async () => (await found()) === 'forest');
    await assertAccessible(page);
    await page.getByRole('textbox', { name: 'Search' }).fill('nothing like it');
    await page.getByRole('button', { name: 'Show all tasks' }).click();
    await until('all', async () => (await names()).length === 3);
    await page.context().close();
  });

  test('downloads many as one archive', async () => {
    const page = await browser.open(farm, '/?state=succeeded');
    for (const name of ['orrery', 'kitchen']) {
      await page
        .getByRole('row', { name: `${name}.paint` })
        .getByText('Done')
        .waitFor();
      await page.getByRole('checkbox', { name: `Select ${name}.paint` }).check();
    }
    const button = page.getByRole('toolbar').getByRole('button', { name: 'Download' });
    const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
    const archive = join(folder, 'tasks.zip');
    await download.saveAs(archive);
    const names = listArchive(archive).map(({ name }) => name.replace(/-\d+\//, '/'));
    assert.deepEqual(
      names
        .map((name) => name.split('/')[0])
        .sort()
        .join(),
      'kitchen,kitchen,orrery,orrery,orrery,orrery',
    );
    await page.context().close();
  });

  test('changes many at once, and takes a deletion back', async () => {
    const taskIds = [
      await submit('one', 99, 500),
      await submit('two', 99, 500),
      await submit('three', 99, 500),
    ];
    const page = await browser.open(farm);
    await page.getByRole('checkbox', { name: 'Select three.paint' }).click();
    await page.getByRole('checkbox', { name: 'Select one.paint' }).click({ modifiers: ['Shift'] });
    await page.getByRole('toolbar').getByText('3 selected').waitFor();
    await assertAccessible(page);
    await page.getByRole('button', { name: 'Pause' }).click();
    await until('all are paused', async () =>
      (await Promise.all(taskIds.map(stateOf))).every((state) => state === 'paused'),
    );
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Highest' }).click();
    await until('the priority', async () => (await farm.client.task(taskIds[0] ?? 0)).priority === 90);

    const otherTab = await page.context().newPage();
    await otherTab.goto('/');
    const rowThere = otherTab.getByRole('row', { name: 'two.paint' });
    await rowThere.waitFor();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByText('3 tasks deleted').waitFor();
    assert.equal(await page.getByRole('row', { name: 'two.paint' }).count(), 0);
    await rowThere.waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('row', { name: 'two.paint' }).waitFor();
    await rowThere.waitFor();
    assert.equal(await stateOf(taskIds[1] ?? 0), 'paused');
    await otherTab.close();

    // Whoever leaves the page has decided.
    await page.getByRole('checkbox', { name: 'Select two.paint' }).click();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.goto('about:blank');
    await until('it is deleted', async () =>
      stateOf(taskIds[1] ?? 0).then(
        () => false,
        () => true,
      ),
    );
    // The machine finishes what it was given of paused tasks, which would keep it for a while.
    await farm.client.changeTasks({ action: 'cancel', taskIds });
    await page.context().close();
  });

  test('leaves those of others, which admins see, as they are', async () => {
    const email = 'grace@example.com';
    const { token } = await farm.client.administration.addUser({ email, subscriptionId: 1 });
    const filePath = join(folder, 'others.paint');
    await writeFile(filePath, 'others');
    const engineId = farm.engineIds.get('painter') ?? 0;
    const values = { start_frame: '1', end_frame: '1' };
    const others = createClient({ baseUrl: farm.address, email, token });
    const { taskId } = await others.enqueue({ filePath, engineId, arguments: values });
    await until('its frame', async () => (await others.task(taskId)).state === 'succeeded');
    const page = await browser.open(farm);
    await page.evaluate(`localStorage.setItem('renderonline.scope', '"all"')`);
    await page.reload();
    const row = page.getByRole('row', { name: 'others.paint' });
    await row.getByRole('checkbox').check();
    const toolbar = page.getByRole('toolbar');
    assert.ok(await toolbar.getByRole('button', { name: 'Download' }).isDisabled());
    await toolbar.getByRole('button', { name: 'Delete' }).click();
    await page.getByText('Only those who submitted a task can change it.').waitFor();
    assert.equal(await row.count(), 1);
    await page.context().close();
  });

  test('does everything by keyboard', async () => {
    const page = await browser.open(farm);
    await page.getByRole('row', { name: 'orrery.paint' }).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('kitchen');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Escape');
    await page.locator('main').focus();
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.getByRole('toolbar').getByText('1 selected').waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).getByText('Next task').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').getByRole('textbox').waitFor();
    await page.keyboard.type('orrery');
    await page.getByRole('dialog').getByText('orrery.paint').waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/tasks\/\d+/);
    await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
    await page.keyboard.press('p');
    await page.getByRole('button', { name: 'Pause', exact: true }).waitFor();
    await page.keyboard.press('k');
    await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').getByRole('textbox').waitFor();
    await page.keyboard.type('as a zip');
    await page.getByRole('dialog').getByText('Download: Everything as a ZIP').waitFor();
    const [archive] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
    assert.match(archive.suggestedFilename(), /\.zip$/);
    await page.context().close();
  });

  test('says that the connection is lost, and catches up when it is back', async () => {
    const proxy = await startBreakableProxy(Number(new URL(farm.address).port));
    try {
      const page = await browser.open({ ...farm, address: proxy.address });
      await page.getByRole('row', { name: 'orrery.paint' }).waitFor();
      proxy.swallow();
      proxy.cut();
      await page.getByText('RenderAPI does not answer').waitFor({ timeout: 40_000 });
      await submit('meanwhile', 2);
      proxy.mend();
      await page.getByRole('row', { name: 'meanwhile.paint' }).getByText('2 of 2 frames').waitFor();
      await page.getByText('RenderAPI does not answer').waitFor({ state: 'hidden' });
      await page.context().close();
    } finally {
      await proxy.close();
    }
    assert.deepEqual(browser.faults, []);
  });
});
