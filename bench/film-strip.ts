import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { startPainterFarm, type PainterFarm } from '../apps/cli/src/testing/painter-farm.ts';
import { describeMs } from './statistics.ts';

/** Of 60 pictures a second, so many milliseconds belong to one. */
const pictureMs = 1000 / 60;
const mostPictures = 600;
const renderLimitMs = 20 * 60_000;

/** Whether the strip of a task with many frames, all rendered, scrolls smoothly: as dots, and as pictures. */
export async function benchFilmStrip(browser: Browser, frames: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'renderonline-strip-'));
  const farm = await startPainterFarm(folder);
  try {
    const taskId = await rendered(farm, folder, frames);
    const context = await browser.newContext({
      ...{ baseURL: farm.address, viewport: { width: 1440, height: 900 }, locale: 'en-GB' },
    });
    const data = { email: farm.email, token: farm.token };
    await context.request.post('/renderapi/v2/session', { data, headers: { origin: farm.address } });
    const page = await context.newPage();
    await page.goto(`/tasks/${taskId}`);
    for (const size of ['Dots', 'Small']) {
      await page.getByText(size, { exact: true }).click();
      await page.getByRole('grid').waitFor();
      const pictures = await page.evaluate<number[]>(`new Promise((resolve) => {
        const strip = document.querySelector('[role=grid]');
        strip.scrollTop = 0;
        const times = [];
        let last = performance.now();
        const step = (now) => {
          times.push(now - last);
          last = now;
          const isAtEnd = strip.scrollTop + strip.clientHeight >= strip.scrollHeight - 1;
          strip.scrollTop = isAtEnd ? 0 : strip.scrollTop + 60;
          if (times.length < ${mostPictures}) requestAnimationFrame(step);
          else resolve(times.slice(1));
        };
        requestAnimationFrame(step);
      })`);
      const late = pictures.filter((ms) => ms > 1.5 * pictureMs).length;
      console.log(
        `client: a strip of ${frames} frames, ${size.toLowerCase()}, scrolled: between two pictures ` +
          `${describeMs(pictures)}, ${late} of ${pictures.length} late`,
      );
    }
    await context.close();
  } finally {
    await farm.close();
    await rm(folder, { recursive: true });
  }
}

async function rendered({ client, engineIds }: PainterFarm, folder: string, frames: number): Promise<number> {
  const filePath = join(folder, 'long.paint');
  await writeFile(filePath, 'long');
  const engineId = engineIds.get('painter') ?? 0;
  const values = { start_frame: '1', end_frame: String(frames), frame_ms: '0' };
  const { taskId } = await client.enqueue({ filePath, engineId, arguments: values });
  const signal = AbortSignal.timeout(renderLimitMs);
  for await (const task of client.watchTask(taskId, { signal })) {
    if (task.state === 'succeeded') return taskId;
    if (task.endedAt !== null) throw new Error(`The task ended as ${task.state}.`);
  }
  throw new Error('The task did not end.');
}
