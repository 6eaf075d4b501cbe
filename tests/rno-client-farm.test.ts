// The farm's report in RNOClient: what was rendered over time, in charts and in numbers, and what is kept.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
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

  test('tells what was rendered, in charts and as a table that the address keeps, and what is kept', async () => {
    const filePath = join(folder, 'orrery.paint');
    await writeFile(filePath, 'orrery');
    const engineId = farm.engineIds.get('painter') ?? 0;
    const values = { start_frame: '1', end_frame: '3', frame_ms: '0' };
    const { taskId } = await farm.client.enqueue({ filePath, engineId, arguments: values });
    await until('it is done', async () => (await farm.client.task(taskId)).state === 'succeeded');

    const page = await browser.open(farm, '/farm');
    const charts = page.getByRole('region', { name: 'Frames done' });
    await charts.locator('canvas').waitFor();
    const figure = page.getByRole('definition').filter({ hasText: /^3$/ });
    await figure.first().waitFor();
    await page
      .getByRole('table', { name: 'By engine' })
      .getByRole('row', { name: /^painter 3 / })
      .waitFor();
    await page.getByRole('table', { name: 'Space' }).getByText(farm.email).waitFor();
    await assertAccessible(page);

    await page.getByText('24 hours', { exact: true }).click();
    await page.getByText('Table', { exact: true }).click();
    await page.waitForURL(/\/farm\?range=24h&view=table$/);
    const table = page.getByRole('table', { name: 'Over time' });
    await table.getByRole('row').nth(24).waitFor();
    assert.equal(await table.getByRole('row').count(), 25);
    await assertAccessible(page);
    await page.context().close();
    assert.deepEqual(browser.faults, []);
  });
});
