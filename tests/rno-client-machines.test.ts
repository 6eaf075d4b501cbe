// Machines in RNOClient: what they do now and have done, one that joins by the page's line, and what admins change.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { loadRenderApiSettings, startRenderApi } from '@renderonline/render-api';
import { createLogger } from '@renderonline/runtime';
import { makeCertificate } from '../apps/render-api/src/testing/make-certificate.ts';
import { startPainterFarm, type PainterFarm } from '../apps/cli/src/testing/painter-farm.ts';
import { startCli, until, type Program } from './support/program.ts';
import { assertAccessible } from './support/rno-client/accessibility.ts';
import { useBrowser } from './support/rno-client/browser.ts';
import { tabTo } from './support/rno-client/keyboard.ts';

describe('machines', () => {
  const browser = useBrowser();
  let folder: string;
  let farm: PainterFarm;
  let joined: Program | undefined;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'renderonline-machines-'));
    farm = await startPainterFarm(folder);
  });
  after(async () => {
    await joined?.kill('SIGTERM');
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
  const firstMachine = async () => {
    const [machine] = (await farm.client.machines()).machines;
    assert.ok(machine);
    return machine;
  };

  /** Does in a folder of its own what the line of the page says. */
  async function startNode(line: string, name: string): Promise<Program> {
    const home = join(folder, name);
    await mkdir(home);
    const configuration = { DataDirectory: 'data', FindEngines: false };
    await writeFile(join(home, 'HPCServer.json'), JSON.stringify(configuration));
    return startCli(line.split(' ').slice(2), { cwd: home });
  }

  test('show what they render now, as cards and as a table, and what they have rendered', async () => {
    const { name, machineId } = await firstMachine();
    await submit('short', 2);
    const taskId = await submit('orrery', 500, 100);
    const page = await browser.open(farm, '/machines');
    const card = page.getByRole('listitem').filter({ hasText: name });
    await card.getByText('Rendering').waitFor();
    assert.equal(await card.getAttribute('aria-setsize'), '1');
    await card.getByRole('link', { name: 'orrery.paint' }).first().waitFor();
    await assertAccessible(page);
    await page.getByText('Table', { exact: true }).click();
    await page.waitForURL(/view=table/);
    const table = page.getByRole('table', { name: 'Machines' });
    assert.equal(await table.getAttribute('aria-rowcount'), '2');
    await page.getByRole('row', { name }).getByRole('link', { name: 'orrery.paint' }).first().waitFor();
    await page.getByRole('row', { name }).getByRole('link', { name, exact: true }).click();
    await page.waitForURL(`**/machines/${machineId}`);
    const history = page.getByRole('list', { name: 'What it has done' });
    await history.getByRole('link', { name: 'short.paint' }).first().waitFor();
    await page.getByRole('img', { name: /^Timeline of/ }).waitFor();
    await assertAccessible(page);
    await farm.client.cancel(taskId);
    await history.getByText('Canceled').first().waitFor();

    // As if there were thousands: a page has one attempt, and what does not fit into five comes by scrolling.
    for (let number = 0; number < 6; number += 1) await submit(`short-${number}`, 1);
    await until('all are done', async () =>
      (await farm.client.listTasks()).tasks.slice(0, 6).every(({ state }) => state === 'succeeded'),
    );
    await page.route(/attempts\?limit=200/, (route) =>
      route.continue({ url: route.request().url().replace('limit=200', 'limit=1') }),
    );
    await page.reload();
    await history.getByRole('link', { name: 'short-5.paint' }).waitFor();
    const { attempts } = await farm.client.machineAttempts(machineId, { limit: 200 });
    assert.ok(attempts.length > 5);
    await until('the first thing that it was given', async () => {
      await page.keyboard.press('End');
      return (await history.getByRole('listitem').count()) === attempts.length;
    });
    await page.context().close();
  });

  test('can be told to accept no more work, and be renamed, tagged and given a schedule', async () => {
    const { name, machineId } = await firstMachine();
    const page = await browser.open(farm);
    await page.getByRole('heading', { name: 'Tasks', exact: true }).waitFor();
    // By the keyboard alone.
    await page.keyboard.press('g');
    await page.keyboard.press('m');
    await page.getByRole('link', { name, exact: true }).waitFor();
    await tabTo(page, name);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Accept no more work' }).waitFor();
    await tabTo(page, 'Accept no more work');
    await page.keyboard.press('Enter');
    await page.getByText('It was told to accept no more work.').waitFor();
    await submit('waiting', 1);
    const dutch = await browser.open(farm, `/machines/${machineId}`, { locale: 'nl-NL' });
    await dutch.getByText('Ze mag geen werk meer aannemen.').waitFor();
    await dutch.getByRole('link', { name: 'Taken', exact: true }).click();
    const waiting = dutch.getByRole('row', { name: 'waiting.paint' });
    await waiting.getByText(/^Geen machine ervoor neemt nu werk aan/).waitFor();
    await dutch.context().close();
    await page.getByRole('button', { name: 'Accept work again' }).click();
    await page.getByText('Ready', { exact: true }).waitFor();

    await page.getByRole('button', { name: 'Settings' }).click();
    const form = page.getByRole('dialog', { name: `Settings of ${name}` });
    await form.getByRole('textbox', { name: 'Name' }).fill('Attic');
    await form.getByRole('textbox', { name: 'Works' }).fill('whenever');
    await form.getByText('This is no schedule.').waitFor();
    await form.getByRole('textbox', { name: 'Works' }).fill('mon-sun 00:00-24:00');
    await form.getByLabel('Tags').fill('gpu');
    await page.keyboard.press('Enter');
    await assertAccessible(page);
    await form.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Attic', level: 1 }).waitFor();
    await until('the tag', async () => (await firstMachine()).tags.includes('gpu'));
    assert.equal((await firstMachine()).schedule, 'mon-sun');
    await page.context().close();
  });

  test('join a RenderAPI whose certificate nobody has signed, by the line that the page shows', async () => {
    const { cert, key } = await makeCertificate(folder, 'farm');
    const flags = {
      ...{ ConnectionString: `Data Source="${join(folder, 'farm.db')}"`, Port: 0, BindAddress: '127.0.0.1' },
      Certificate: { FullchainPemPath: cert, PrivPemPath: key },
    };
    const settings = await loadRenderApiSettings({ env: {}, cwd: folder, flags });
    const api = await startRenderApi(settings, { log: createLogger({ name: 'second', level: 'silent' }) });
    const visitor = { ...farm, address: `https://127.0.0.1:${api.port}` };
    const page = await browser.open(visitor, '/machines', { ignoreHTTPSErrors: true });
    await page.getByRole('button', { name: 'Add a machine' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add a machine' });
    await dialog.getByRole('button', { name: 'Make a code' }).click();
    const line = await dialog.getByLabel('The line to paste').innerText();
    assert.match(line, /^npx renderonline node --join https:\S+ --code \S+ --fingerprint [0-9a-f]{64}$/);
    await page.context().close();
    const node = await startNode(line, 'vault');
    await until('it has joined', async () => (await farm.client.machines()).machines.length === 2);
    await node.kill('SIGTERM');
    await api.close();
    const vault = (await farm.client.machines()).machines.find(({ name }) => name !== 'Attic');
    await farm.client.administration.removeMachine(vault?.machineId ?? 0);
  });

  test('join by the line that the page shows, by keyboard, and leave when they are removed', async () => {
    const page = await browser.open(farm, '/machines');
    await page.getByRole('link', { name: 'Attic' }).waitFor();
    await page.keyboard.press('a');
    const dialog = page.getByRole('dialog', { name: 'Add a machine' });
    await dialog.getByRole('textbox').waitFor();
    await page.keyboard.type('cellar');
    await page.keyboard.press('Enter');
    const line = await dialog.getByLabel('The line to paste').innerText();
    await dialog.getByRole('img', { name: 'The line as a QR code' }).waitFor();
    await assertAccessible(page);
    assert.match(
      line,
      /^npx renderonline node --join http:\/\/127\.0\.0\.1:\d+ --code [A-Z0-9]{4}-[A-Z0-9]{4}$/,
    );
    joined = await startNode(line, 'cellar');
    await dialog.getByText('cellar has joined the farm').waitFor();
    await dialog.getByRole('link', { name: 'Look at it' }).click();
    await page.getByRole('heading', { name: 'cellar', level: 1 }).waitFor();
    await page
      .locator('dt', { hasText: 'HPCServer' })
      .locator('+ dd', { hasText: /^\d+\.\d+\.\d+$/ })
      .waitFor();

    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Remove from the farm' }).click();
    await page.getByRole('dialog').getByText('cellar disappears from the farm').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove from the farm' }).click();
    await page.waitForURL(/\/machines$/);
    await until('it is gone', async () => (await farm.client.machines()).machines.length === 1);
    await page.context().close();
    assert.deepEqual(browser.faults, []);
  });
});
