// The farm's report in RNOClient: what was rendered over time, in charts and in numbers, and what is kept.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { openDatabase, readLeadership, writeFarmHours } from '@renderonline/database';
import { startPainterFarm, type PainterFarm } from '../apps/cli/src/testing/painter-farm.ts';
import { until } from './support/program.ts';
import { assertAccessible } from './support/rno-client/accessibility.ts';
import { useBrowser } from './support/rno-client/browser.ts';

describe("the farm's report", () => {
  const browser = useBrowser();
  let folder: string;
  let farm: PainterFarm;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'renderonline-report-'));
    farm = await startPainterFarm(folder);
  });
  after(async () => {
    await farm.close();
    await rm(folder, { recursive: true });
  });

  /** Two hours ago two machines with four slots were there, and half of that was used. */
  async function rememberHour(): Promise<void> {
    const database = await openDatabase(`Data Source="${join(folder, 'farm.db')}"`);
    const { generation } = await readLeadership(database.db);
    const engineId = farm.engineIds.get('painter') ?? 0;
    const hourMs = 3_600_000;
    const load = (engine: number | null, slots: number, mean: number, most: number) => ({
      ...{ userId: null, engineId: engine, busySlotMs: slots * hourMs, waitingFrameMs: mean * hourMs },
      maxWaitingFrames: most,
    });
    await writeFarmHours(database, {
      generation,
      hours: [
        {
          hourMs: (Math.floor(Date.now() / hourMs) - 2) * hourMs,
          ...{ observedMs: hourMs, onlineMs: 2 * hourMs, onlineSlotMs: 4 * hourMs },
          loads: [load(null, 2, 12, 40), load(engineId, 1, 3, 9)],
        },
      ],
    });
    await database.close();
  }

  test('tells what was rendered, in charts and as a table that the address keeps, and what is kept', async () => {
    const filePath = join(folder, 'orrery.paint');
    await writeFile(filePath, 'orrery');
    const engineId = farm.engineIds.get('painter') ?? 0;
    const values = { start_frame: '1', end_frame: '3', frame_ms: '0' };
    const { taskId } = await farm.client.enqueue({ filePath, engineId, arguments: values });
    await until('it is done', async () => (await farm.client.task(taskId)).state === 'succeeded');

    await rememberHour();
    const page = await browser.open(farm, '/farm');
    for (const name of ['Utilisation', 'Queue', 'Frames done', 'Waiting time']) {
      await page.getByRole('region', { name }).locator('canvas').waitFor();
    }
    const figure = (text: RegExp) => page.getByRole('definition').filter({ hasText: text });
    await figure(/^3$/).first().waitFor();
    // An hour in which two slots of four rendered.
    await figure(/^50%$/).waitFor();
    await page
      .getByRole('table', { name: 'By engine' })
      .getByRole('row', { name: /^painter 3 / })
      .waitFor();
    await page.getByRole('table', { name: 'Space' }).getByText(farm.email).waitFor();
    await assertAccessible(page);

    // More is rendered while somebody looks: the page tells, without being asked.
    await farm.client.enqueue({ filePath, engineId, arguments: values });
    await figure(/^6$/).first().waitFor();

    await page.getByText('24 hours', { exact: true }).click();
    await page.getByText('Table', { exact: true }).click();
    await page.waitForURL(/\/farm\?range=24h&view=table$/);
    const table = page.getByRole('table', { name: 'Over time' });
    await table.getByRole('row').nth(24).waitFor();
    assert.equal(await table.getByRole('row').count(), 25);
    await table.getByRole('row', { name: / 50% 12 40 / }).waitFor();
    await assertAccessible(page);

    // What the whole farm does stays, what is chosen did nothing.
    const filter = page.getByRole('combobox', { name: 'Engine' });
    await filter.selectOption({ label: 'painter' });
    await page.waitForURL(/\/farm\?range=24h&engine=\d+&view=table$/);
    await table.getByRole('row', { name: / 25% 3 9 / }).waitFor();
    await page.goto('/farm?engine=999');
    await page.getByRole('region', { name: 'Failures' }).getByText('Nothing failed in this time.').waitFor();
    await assertAccessible(page);
    await page.context().close();
    assert.deepEqual(browser.faults, []);
  });
});
