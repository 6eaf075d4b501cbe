// The frames of a task in RNOClient: looked at as a strip, as a film and one by one, and rendered again.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { startPainterFarm, type PainterFarm } from '../apps/cli/src/testing/painter-farm.ts';
import { until } from './support/program.ts';
import { assertAccessible } from './support/rno-client/accessibility.ts';
import { useBrowser } from './support/rno-client/browser.ts';
import { shownFrame } from './support/rno-client/stage.ts';

describe('the frames of a task', () => {
  const browser = useBrowser();
  let folder: string;
  let farm: PainterFarm;
  let taskId: number;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'renderonline-film-'));
    farm = await startPainterFarm(folder);
    taskId = await submit('orrery', 30, 0);
  });
  after(async () => {
    await farm.close();
    await rm(folder, { recursive: true });
  });

  async function submit(name: string, frames: number, frameMs: number): Promise<number> {
    const filePath = join(folder, `${name}.paint`);
    await writeFile(filePath, name);
    const engineId = farm.engineIds.get('painter') ?? 0;
    const values = { start_frame: '1', end_frame: String(frames), frame_ms: String(frameMs) };
    return (await farm.client.enqueue({ filePath, engineId, arguments: values })).taskId;
  }

  test('arrive while they are watched, the newest on the stage', async () => {
    const [machine] = (await farm.client.machines()).machines;
    const { administration } = farm.client;
    // Not before somebody watches.
    await administration.changeMachine(machine?.machineId ?? 0, { isDrained: true });
    const running = await submit('harbour', 6, 100);
    const page = await browser.open(farm, `/tasks/${running}`);
    await page.getByRole('grid', { name: '6 frames' }).waitFor();
    await page.getByRole('button', { name: 'Follow the newest', pressed: true }).waitFor();
    await administration.changeMachine(machine?.machineId ?? 0, { isDrained: false });
    await until('the last frame', async () => (await shownFrame(page)) === 'Frame 6');
    await page.getByRole('gridcell', { name: 'Frame 6, done' }).waitFor();
    assert.equal(new URL(page.url()).search, '');
    await page.context().close();
  });

  test('play there and back by keyboard, at rest in the address', async () => {
    const page = await browser.open(farm, `/tasks/${taskId}?frame=2`);
    await until('the frame of the address', async () => (await shownFrame(page)) === 'Frame 2');
    await page.getByRole('combobox', { name: 'Pictures a second' }).selectOption('12');
    await page.getByRole('group', { name: 'Picture.' }).press(' ');
    const seen = await page.evaluate<string[]>(
      `new Promise((resolve) => { const seen = []; const look = () => {
        const name = document.querySelector('img[alt^="Frame "]')?.alt;
        if (name && seen.at(-1) !== name) seen.push(name);
        if (seen.length < 6) requestAnimationFrame(look); else resolve(seen); }; look(); })`,
    );
    const from = Number(seen[0]?.slice('Frame '.length));
    assert.deepEqual(
      seen,
      Array.from({ length: 6 }, (_, index) => `Frame ${from + index}`),
      'none is left out',
    );
    await page.keyboard.press('k');
    await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
    const inAddress = () => Number(new URL(page.url()).searchParams.get('frame'));
    await until('the frame in the address', () => inAddress() >= from + 5);
    const at = inAddress();
    await page.keyboard.press('j');
    await until(
      'an earlier frame',
      async () => Number((await shownFrame(page))?.slice('Frame '.length)) < at,
    );
    await page.keyboard.press('k');
    await page.getByRole('group', { name: 'Picture.' }).press('+');
    await page.getByRole('button', { name: 'Fit into the stage' }).click();
    await page.getByRole('button', { name: 'Compare with the frame before' }).click();
    await page.getByRole('menuitem', { name: 'Side by side' }).click();
    await page.getByRole('img', { name: 'The frame before' }).waitFor();
    await page.getByRole('slider', { name: 'How much of the frame before is shown' }).press('ArrowRight');
    await page.getByRole('menu').waitFor({ state: 'hidden' });
    await assertAccessible(page);
    await page.context().close();
  });

  test('are looked at closely with two fingers, and fill the screen', async () => {
    const page = await browser.open(farm, `/tasks/${taskId}?frame=2`);
    await until('the frame of the address', async () => (await shownFrame(page)) === 'Frame 2');
    const stage = page.getByRole('group', { name: 'Picture.' });
    const box = await stage.boundingBox();
    assert.ok(box !== null);
    const fingers = await page.context().newCDPSession(page);
    /** Two fingers beside one another, so far from the middle of the stage. */
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', apart: number) =>
      fingers.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: [-apart, apart].flatMap((by, id) =>
          type === 'touchEnd' ? [] : [{ id, x: box.x + box.width / 2 + by, y: box.y + box.height / 2 }],
        ),
      });
    const zoom = async () =>
      Number(
        /scale\((.*)\)/.exec((await page.locator('img[alt="Frame 2"]').getAttribute('style')) ?? '')?.[1],
      );
    assert.equal(await zoom(), 1);
    await touch('touchStart', 40);
    await touch('touchMove', 80);
    await touch('touchMove', 120);
    await touch('touchEnd', 0);
    await until('three times as near', async () => Math.abs((await zoom()) - 3) < 0.1);
    await page.getByRole('button', { name: 'Fit into the stage' }).click();
    await until('all of it', async () => (await zoom()) === 1);

    await page.getByRole('button', { name: 'Full screen' }).click();
    const covered = `(() => { const { width, height } = document.fullscreenElement?.getBoundingClientRect() ?? {};
      return width === innerWidth && height === innerHeight; })()`;
    await until('the whole screen', () => page.evaluate<boolean>(covered));
    await stage.press('ArrowRight');
    await until('the next frame', async () => (await shownFrame(page)) === 'Frame 3');
    await page.evaluate('document.exitFullscreen()');
    await page.context().close();
  });

  test('are chosen by dragging and by keyboard, and rendered again', async () => {
    const page = await browser.open(farm, `/tasks/${taskId}?frame=3`);
    const strip = page.getByRole('grid', { name: '30 frames' });
    await until('the frame of the address', async () => (await shownFrame(page)) === 'Frame 3');
    const cell = { position: { x: 20, y: 30 } };
    await strip.locator('canvas').click(cell);
    await until('the first frame', async () => (await shownFrame(page)) === 'Frame 1');
    await strip.locator('canvas').click({ ...cell, modifiers: ['Control'] });
    await page.getByText('1 frame selected (1)').waitFor();
    const box = await strip.locator('canvas').boundingBox();
    assert.ok(box !== null);
    await page.mouse.move(box.x + 150, box.y + 30);
    await page.mouse.down();
    await page.mouse.move(box.x + 350, box.y + 30, { steps: 3 });
    await page.mouse.up();
    await page.getByText('4 frames selected (1-4)').waitFor();
    await page.getByRole('button', { name: 'Select none' }).click();

    await strip.focus();
    await page.keyboard.press('End');
    await page.keyboard.press('Shift+ArrowLeft');
    await page.keyboard.press('Shift+ArrowLeft');
    await page.getByText('3 frames selected (28-30)').waitFor();
    const link = page.getByRole('link', { name: 'Download', exact: true });
    assert.match((await link.getAttribute('href')) ?? '', /\/archive\?frames=28-30$/);
    await page.getByRole('gridcell', { name: 'Frame 28, done', selected: true }).waitFor();
    await assertAccessible(page);
    const madeBy = async () =>
      (await farm.client.frames(taskId, { after: 27 })).frames.map(({ attemptId, state }) =>
        state === 'done' ? attemptId : null,
      );
    const before = await madeBy();
    await page.getByRole('button', { name: 'Render again' }).click();
    await page.getByText('3 frames selected').waitFor({ state: 'hidden' });
    await until('they are rendered again', async () => {
      const now = await madeBy();
      return now.every((attemptId, index) => attemptId !== null && attemptId !== before[index]);
    });
    await page.context().close();
    assert.deepEqual(browser.faults, []);
  });
});
