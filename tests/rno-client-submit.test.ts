// Handing over scenes in RNOClient: dropped, uploaded, described in a form, and submitted.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { startPainterFarm, type PainterFarm } from '../apps/cli/src/testing/painter-farm.ts';
import { until } from './support/program.ts';
import { assertAccessible } from './support/rno-client/accessibility.ts';
import { useBrowser } from './support/rno-client/browser.ts';
import { dragFiles } from './support/rno-client/drop-files.ts';

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
    const card = page.getByRole('region', { name: 'Task of shot 010' });
    await card.getByText('2 files').waitFor();
    await card.getByText('Uploaded', { exact: true }).waitFor();
    await card.getByLabel('First frame').fill('3');
    await card.getByLabel('Last frame').fill('2');
    await card.getByText('The last frame comes before the first one').waitFor();
    await card.getByLabel('Last frame').fill('6');
    await card.getByText('4 frames').waitFor();
    await assertAccessible(page);
    await card.getByRole('button', { name: 'Submit' }).click();
    await card.getByText(/Submitted as task \d+/).waitFor();
    const href = await card.getByRole('link', { name: 'Watch its frames' }).getAttribute('href');
    const taskId = Number(/^\/tasks\/(\d+)$/.exec(href ?? '')?.[1]);
    await until('the task', async () => (await farm.client.task(taskId)).state === 'succeeded');
    const task = await farm.client.task(taskId);
    assert.deepEqual([task.fileName, task.progress.framesTotal], ['orrery.paint', 4]);
    await page.context().close();
    assert.deepEqual(browser.faults, []);
  });
});
