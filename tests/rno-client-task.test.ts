// The page of one task in RNOClient: watched while it renders, changed, read, downloaded and deleted.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { startPainterFarm, type PainterFarm } from '../apps/cli/src/testing/painter-farm.ts';
import { listArchive, readArchive } from '../packages/storage/src/testing/unzip.ts';
import { until } from './support/program.ts';
import { assertAccessible } from './support/rno-client/accessibility.ts';
import { useBrowser } from './support/rno-client/browser.ts';

describe('the page of a task', () => {
  const browser = useBrowser();
  let folder: string;
  let farm: PainterFarm;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'renderonline-task-'));
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
  async function ended(taskId: number): Promise<void> {
    for await (const task of farm.client.watchTask(taskId)) if (task.endedAt !== null) return;
  }
  const stateOf = async (taskId: number) => (await farm.client.task(taskId)).state;
  const frameFour = async (taskId: number) =>
    (await farm.client.frames(taskId)).frames.find(({ frame }) => frame === 4);
  const outputOf = async (taskId: number, path: string) =>
    Buffer.from(await new Response(await farm.client.downloadOutput(taskId, path)).arrayBuffer());
  async function saved(page: Page, link: Locator): Promise<Buffer> {
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
    return readFile(await download.path());
  }

  test('shows a task while it renders, and changes it', async () => {
    const taskId = await submit('harbour', 8, 250);
    await farm.client.pause(taskId);
    const page = await browser.open(farm, `/tasks/${taskId}`);
    await page.getByRole('heading', { name: 'harbour.paint' }).waitFor();
    await page.getByText('Paused', { exact: true }).first().waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').getByRole('textbox').fill('highest');
    await page.getByRole('dialog').getByText('Priority: Highest').waitFor();
    await page.keyboard.press('Enter');
    await until('the priority', async () => (await farm.client.task(taskId)).priority === 90);
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    await page.keyboard.press('h');
    await page.getByRole('button', { name: 'Resume' }).waitFor();
    assert.equal(await stateOf(taskId), 'paused');
    await page.keyboard.press('h');
    await page.getByText('Rendering', { exact: true }).first().waitFor();
    await page.getByText('8 of 8 frames done').waitFor();
    await page.getByText('Done', { exact: true }).first().waitFor();
    await page.getByRole('region', { name: 'Arguments' }).getByText('Last frame').waitFor();
    await page.getByRole('region', { name: 'Command' }).getByText('--frames').waitFor();

    // More of it, by keyboard alone.
    await page.keyboard.press('a');
    await page.getByRole('dialog').getByRole('textbox', { name: 'Frames' }).waitFor();
    await page.keyboard.type('9-11,');
    await page.getByRole('dialog').getByText('Frames are written like 1-10,15').waitFor();
    await page.keyboard.press('Backspace');
    await page.getByRole('dialog').getByText('3 frames', { exact: true }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('3 frames added').waitFor();
    await page.getByText('11 of 11 frames done').waitFor();

    const first = await frameFour(taskId);
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Render some frames again' }).click();
    await page.getByRole('dialog').getByRole('textbox', { name: 'Frames' }).fill('2,4');
    await page.getByRole('button', { name: 'Render again' }).click();
    await page.getByText('2 frames are rendered again').waitFor();
    await until('they are rendered', async () => {
      const cell = await frameFour(taskId);
      return cell?.state === 'done' && cell.attemptId !== first?.attemptId;
    });
    await ended(taskId);

    await page.keyboard.press('s');
    await page.getByRole('dialog').getByRole('textbox').fill('Harbours');
    await page.keyboard.press('Enter');
    await page.getByText('Template saved').waitFor();
    const { taskTemplates } = await farm.client.taskTemplates.list();
    assert.deepEqual(
      taskTemplates.map(({ name }) => name),
      ['Harbours'],
    );
    await assertAccessible(page);
    await page.context().close();
  });

  test('gives files, one by one and as a ZIP', async () => {
    const taskId = await submit('pier', 12);
    await ended(taskId);
    const page = await browser.open(farm, `/tasks/${taskId}`, { viewport: { width: 390, height: 844 } });
    await page.getByRole('tab', { name: 'Files' }).click();
    await page.getByText(/^12 files, /).waitFor();
    await page.getByRole('textbox', { name: 'Filter' }).fill('_0007');
    await page.getByText(/^1 file, /).waitFor();
    assert.match(page.url(), /\?tab=files&name=_0007$/);
    const seventh = await saved(page, page.getByRole('link', { name: 'Download frame_0007.png' }));
    assert.ok(seventh.equals(await outputOf(taskId, 'frame_0007.png')));
    assert.ok(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'));
    await assertAccessible(page);

    const zip = join(folder, 'pier.zip');
    await page.getByRole('button', { name: 'Download', exact: true }).click();
    const withScene = page.getByRole('menuitem', { name: 'With the scene' });
    await writeFile(zip, await saved(page, withScene));
    assert.equal(listArchive(zip).length, 13);
    assert.equal(readArchive(zip, 'pier.paint').toString(), 'pier');
    assert.ok(readArchive(zip, 'frame_0007.png').equals(seventh));

    await page.getByRole('button', { name: 'Download', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Some frames' }).click();
    await page.getByRole('dialog').getByRole('textbox', { name: 'Frames' }).fill('3,7-8');
    await writeFile(
      zip,
      await saved(page, page.getByRole('dialog').getByRole('button', { name: 'Download' })),
    );
    assert.deepEqual(
      listArchive(zip).map(({ name }) => name),
      ['frame_0003.png', 'frame_0007.png', 'frame_0008.png'],
    );

    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Convert the frames' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Convert' }).click();
    await page.getByText('The frames are converted').waitFor();
    const [step] = (await farm.client.task(taskId)).steps;
    await ended(step?.taskId ?? 0);
    assert.equal((await farm.client.outputs(step?.taskId ?? 0)).outputs[0]?.path, 'frame_000001.jpg');
    await page.context().close();
  });

  test('follows the log, searches it, and shows who rendered what when', async () => {
    const taskId = await submit('mole', 40, 20);
    await farm.client.pause(taskId);
    const page = await browser.open(farm, `/tasks/${taskId}?tab=log`);
    const log = page.getByRole('log', { name: 'Log' });
    await page.getByText('Following', { exact: true }).waitFor();
    await farm.client.resume(taskId);
    await log
      .getByText(/Saved: '/)
      .first()
      .waitFor();
    await ended(taskId);
    await page.getByText('That is all of it').waitFor();
    await log.getByText(/frame_0040.png/).waitFor();
    await log.focus();
    await page.keyboard.press('Home');
    await page.getByText('Stopped; the newest lines are below').waitFor();
    await log.getByText(/Fra:1 /).waitFor();
    await assertAccessible(page);
    await page.getByRole('button', { name: 'Jump to the newest' }).click();
    await log.getByText(/frame_0040.png/).waitFor();

    await page.getByRole('textbox', { name: 'Search in the log' }).fill('fra:17 ');
    await page.getByText('1 line found').waitFor();
    await page
      .getByRole('list', { name: 'Search in the log' })
      .getByText('Fra:17', { exact: false })
      .waitFor();
    await page.getByRole('list', { name: 'Search in the log' }).getByRole('link').click();
    const hitLine = log.locator('[aria-current=true]');
    await hitLine.getByText('Fra:17 ').waitFor();
    await page.getByText('1 of 1', { exact: true }).waitFor();
    await page.getByRole('textbox', { name: 'Search in the log' }).fill("saved: '");
    await page.getByText('40 lines found').waitFor();
    await page.keyboard.press('Shift+Enter');
    await page.getByText('40 of 40', { exact: true }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('1 of 40', { exact: true }).waitFor();
    for (const place of [2, 3]) {
      await page.keyboard.press('Enter');
      await page.getByText(`${place} of 40`, { exact: true }).waitFor();
    }
    const said = await hitLine.innerText();
    assert.match(said, /Saved: '/);
    const [line, pane] = [await hitLine.boundingBox(), await log.boundingBox()];
    assert.ok(line !== null && pane !== null && line.y > pane.y && line.y < pane.y + pane.height - 20);
    await assertAccessible(page);
    await page.reload();
    await page.getByText('3 of 40', { exact: true }).waitFor();
    await until('the same line', async () => (await hitLine.innerText()) === said);
    await page.getByRole('button', { name: 'Back to the log' }).click();
    const { attempts } = await farm.client.attempts(taskId);
    const attemptId = attempts[0]?.attemptId ?? 0;
    await page.goto(`${farm.address}/tasks/${taskId}?tab=log&attempt=${attemptId}`);
    await log.getByText(/Saved/).first().waitFor();
    const text = await saved(page, page.getByRole('button', { name: 'Download', exact: true }).last());
    const whole = await new Response(await farm.client.log(taskId, attemptId)).text();
    assert.equal(text.toString(), whole);

    await page.getByRole('tab', { name: 'Timeline' }).click();
    const chart = page.getByRole('listbox', { name: 'Which machine' });
    await chart.focus();
    await page.keyboard.press('End');
    await chart.getByRole('option', { name: /^Frames? .* on .*: done/ }).waitFor();
    await page.getByText(/^From .* \(frame \d+\) to /).waitFor();
    await page.getByRole('switch', { name: 'As a table' }).click();
    await page.getByRole('row', { name: /^Frame 1 / }).waitFor();
    await assertAccessible(page);
    await page.context().close();
  });

  test('deletes a task, takes that back, and says that one is gone', async () => {
    const taskId = await submit('quay', 2);
    await ended(taskId);
    const page = await browser.open(farm, `/tasks/${taskId}`);
    await page.getByText('2 of 2 frames done').waitFor();
    await page.keyboard.press('Delete');
    await page.getByText('1 task deleted').waitFor();
    await page.getByRole('heading', { name: 'Tasks', exact: true }).waitFor();
    assert.equal(await page.getByRole('link', { name: 'quay.paint' }).count(), 0);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('link', { name: 'quay.paint' }).click();
    await page.getByText('2 of 2 frames done').waitFor();

    await farm.client.delete(taskId);
    await page.getByRole('heading', { name: 'This task is not here' }).first().waitFor();
    await page.goto(`${farm.address}/tasks/98765`);
    await page.getByText('Its number is 98765').waitFor();
    await assertAccessible(page);
    await page.context().close();
    assert.deepEqual(browser.faults, []);
  });
});
