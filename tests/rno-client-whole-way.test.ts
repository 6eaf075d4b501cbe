// The whole way of a scene in a browser, with real Blender: a farm that nobody has set up, a computer that joins it by the
// line of the page, a folder that is dropped, frames that arrive while RenderAPI is killed in between, and their ZIP.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { decode } from 'fast-png';
import type { BrowserContext, Page } from 'playwright-core';
import type { ProjectList } from '@renderonline/contract';
import { createClient } from '../packages/client/src/index.ts';
import { startApi, type Api } from './support/farm.ts';
import { processesWith } from './support/processes-of.ts';
import { freePort, killAllPrograms, root, startProgram, until } from './support/program.ts';
import { useBrowser } from './support/rno-client/browser.ts';
import { dropFiles } from './support/rno-client/drop-files.ts';
import { colourOnStage, shownFrame } from './support/rno-client/stage.ts';
import { watchStrip, type Mark, type StripWatch } from './support/rno-client/strip-watch.ts';

const run = promisify(execFile);
const frameCount = 12;
const [width, height] = [96, 54];
/** Where the picture beside the scene is seen in a frame. A texture that is missing is pink. */
const texture: readonly Mark[] = [
  { x: 0.2, y: 0.42, colour: [154, 14, 14] },
  { x: 0.8, y: 0.42, colour: [13, 102, 13] },
  { x: 0.2, y: 0.8, colour: [14, 27, 154] },
  { x: 0.8, y: 0.8, colour: [154, 129, 14] },
];

/** Light of an sRGB value of 0 to 255, and back. */
const toLight = (value: number): number =>
  value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4;
const toScreen = (light: number): number =>
  255 * Math.min(1, light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055);

/** A part of the way, which whatever stops it names. */
async function leg(what: string, walk: () => Promise<void>): Promise<void> {
  try {
    await walk();
  } catch (cause) {
    throw new Error(`The way ends where ${what}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}

describe('the whole way of a scene', { timeout: 120_000 }, () => {
  const browser = useBrowser();
  let folder: string;
  let scene: string;
  let marker: string;
  let configuration: Record<string, unknown>;
  let api: Api;
  let context: BrowserContext;
  let page: Page;
  const email = 'lotte@example.com';
  let token: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'renderonline-whole-way-'));
    marker = `WHOLE_WAY=${folder}`;
    scene = join(folder, 'shot 020');
    const script = join(root, 'tests', 'scenes', 'textured-card.py');
    const build = ['-b', '--factory-startup', '--python-exit-code', '1', '--python', script];
    const built = run('blender', [...build, '--', scene, String(frameCount), '96'], { timeout: 60_000 });
    const ConnectionString = `Data Source="${join(folder, 'farm.db')}"`;
    configuration = { ConnectionString, Port: await freePort(), BindAddress: '127.0.0.1', Announce: false };
    api = await startApi(folder, configuration);
    await built;
    // What an upload takes longer for, and the scene does not use.
    await writeFile(join(scene, 'textures', 'sketch.psd'), randomBytes(2_000_000));
    context = await browser.newContext({ baseURL: api.address, serviceWorkers: 'block' });
    page = await context.newPage();
  });
  after(async () => {
    for (const { pid } of processesWith(marker)) process.kill(pid, 'SIGKILL');
    await killAllPrograms();
    await rm(folder, { recursive: true });
  });

  test('leads from the set-up to the download', async () => {
    const bare = run('blender', [
      '-b',
      join(scene, 'card.blend'),
      '-o',
      join(folder, 'bare', 'frame_####'),
      '-a',
    ]);
    let strip: StripWatch;
    await leg('the farm is set up', setUp);
    await leg('a computer joins by the line of the page', joinMachine);
    const list = await context.newPage();
    await list.goto('/');
    await list.evaluate(watchPosters);
    await page.bringToFront();
    await leg('a folder is dropped, and submitted while it is uploaded', handOver);
    await leg('frames arrive on the open pages while Blender renders', async () => {
      await page.getByRole('link', { name: 'Watch its frames' }).click();
      await page.getByRole('grid', { name: `${frameCount} frames` }).waitFor();
      strip = await watchStrip(page, { count: frameCount, aspect: width / height, marks: texture });
      await until('the second picture', async () => (await strip.pictures()) >= 2, { explain: agentOutput });
    });
    await leg('RenderAPI is killed in between and comes back', async () => {
      await api.program.kill('SIGKILL');
      assert.ok((await strip.pictures()) < frameCount, 'some frames are still to come');
      await page.getByText('RenderAPI does not answer').waitFor();
      await list.getByText('RenderAPI does not answer').waitFor();
      api = await startApi(folder, configuration);
      await page.getByText('RenderAPI does not answer').waitFor({ state: 'hidden' });
    });
    await leg('every frame is there', async () => {
      await page.getByText(`${frameCount} of ${frameCount} frames done`).waitFor();
      await page.getByText('Done', { exact: true }).first().waitFor();
      await until('all pictures in the strip', async () => (await strip.pictures()) === frameCount);
      const seen = await strip.seen();
      assert.ok(seen.length >= 3, `pictures came one by one: ${seen.join(', ')}`);
      assert.deepEqual(
        [...seen].sort((a, b) => a - b),
        seen,
        'none was taken away again',
      );
      await list.getByRole('row', { name: 'card.blend' }).getByText('Done').waitFor();
      const poster = 'document.querySelector("table img")?.naturalWidth > 0';
      await until('the picture in the list', () => list.evaluate<boolean>(poster));
      const posters = await list.evaluate<string[]>('window.postersSeen');
      assert.ok(posters.length >= 2, `the list has shown newer and newer frames: ${posters.join(', ')}`);
      assert.deepEqual(browser.faults, []);
    });
    await leg('the ZIP is downloaded', download);
    await bare;
    await leg('its pictures are those of a bare blender -b, with the texture in them', comparePictures);
  });

  test('shows the light of an EXR as bright as one likes', async () => {
    const client = createClient({ baseUrl: api.address, email, token });
    const listed = await context.request.get('/renderapi/v2/projects');
    const [project] = ((await listed.json()) as ProjectList).projects;
    const values = { start_frame: '1', end_frame: '1', output_format: 'EXR' };
    const projectId = project?.projectId ?? assert.fail();
    const { taskId } = await client.submit({ engineId: 1, arguments: values, projectId });
    await page.goto(`/tasks/${taskId}`);
    await until('the picture', async () => (await shownFrame(page)) === 'Frame 1');
    await assertBrightness(0);
    const exposure = page.getByRole('slider', { name: 'Exposure in stops' });
    for (const key of ['ArrowRight', 'ArrowRight']) await exposure.press(key);
    await page.getByText('Exposure 1', { exact: true }).waitFor();
    await assertBrightness(1);
    await exposure.press('Home');
    await page.getByText('Exposure -6', { exact: true }).waitFor();
    await assertBrightness(-6);
  });

  /** Every colour of the texture is seen, with twice its light for each stop. */
  async function assertBrightness(stops: number): Promise<void> {
    for (const { x, y, colour } of texture) {
      const wanted = colour.map((value) => toScreen(toLight(value) * 2 ** stops));
      await until(
        `${wanted.map(Math.round).join()} at ${stops} stops`,
        async () => {
          const found = await colourOnStage(page, { x, y });
          return found.every((value, channel) => Math.abs(value - (wanted[channel] ?? 999)) <= 8);
        },
        { limitMs: 15_000 },
      );
    }
  }

  const agentOutput = (): string => agent?.output() ?? '';
  let agent: ReturnType<typeof startProgram> | undefined;

  async function setUp(): Promise<void> {
    await page.goto('/');
    await page.getByRole('heading', { name: 'Set up your farm' }).waitFor();
    const link = /http:[^"\s]+\/setup#[\w-]+/.exec(api.program.output())?.[0];
    assert.ok(link !== undefined, `RenderAPI shows no link:\n${api.program.output()}`);
    await page.goto(link);
    await page.reload();
    await page.getByLabel('First name').fill('Lotte');
    await page.getByLabel('Last name').fill('Reiniger');
    await page.getByLabel('E-mail').fill(email);
    assert.ok(await page.getByRole('checkbox', { name: 'Add Blender as an engine' }).isChecked());
    await page.getByRole('button', { name: 'Set up' }).click();
    token = await page.locator('pre').innerText();
    await page.getByRole('button', { name: 'I have kept it' }).click();
    await page.getByRole('heading', { name: 'No tasks yet' }).waitFor();
  }

  /** The line is what a shell is given, in a folder where npx finds this very RenderOnline. */
  async function joinMachine(): Promise<void> {
    await page.getByRole('link', { name: 'Machines' }).click();
    await page.getByRole('button', { name: 'Add a machine' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'Add a machine' });
    await dialog.getByRole('textbox', { name: 'Name of the machine' }).fill('workshop');
    await dialog.getByRole('button', { name: 'Make a code' }).click();
    const line = await dialog.getByLabel('The line to paste').innerText();
    const home = join(folder, 'workshop');
    await mkdir(home);
    await symlink(join(root, 'node_modules'), join(home, 'node_modules'));
    agent = startProgram('sh', ['-c', line], { cwd: home, env: { WHOLE_WAY: folder } });
    await dialog.getByText('workshop has joined the farm').waitFor({ timeout: 30_000 });
    await dialog.getByRole('link', { name: 'Look at it' }).click();
    await page.getByRole('heading', { name: 'workshop', level: 1 }).waitFor();
    // Nobody has told it where Blender is.
    await page
      .getByText(/blender 3\.\d|blender 4\.\d|blender 5\.\d/i)
      .first()
      .waitFor();
  }

  async function handOver(): Promise<void> {
    const submitted = Promise.withResolvers<undefined>();
    await page.route('**/renderapi/v2/uploads/*', async (route) => {
      const { 'upload-offset': offset = '0' } = route.request().headers();
      if (Number(offset) > 0) await submitted.promise;
      await route.continue();
    });
    await page.getByRole('link', { name: 'Tasks', exact: true }).click();
    await page.getByRole('heading', { name: 'No tasks yet' }).waitFor();
    await dropFiles(page, [scene]);
    const card = page.getByRole('region', { name: 'Task of shot 020' });
    await card.getByText(/ of 2\.\d+ MB uploaded/).waitFor();
    await card.getByLabel('First frame').fill('1');
    await card.getByLabel('Last frame').fill(String(frameCount));
    await card.getByRole('button', { name: 'Submit once uploaded' }).click();
    await card.getByText('Will be submitted as soon as it is uploaded').waitFor();
    submitted.resolve(undefined);
    await card.getByText(/Submitted as task \d+/).waitFor();
  }

  async function download(): Promise<void> {
    await page.getByRole('button', { name: 'Download', exact: true }).click();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'Everything as a ZIP' }).click(),
    ]);
    const zip = join(folder, 'frames.zip');
    await file.saveAs(zip);
    await run('unzip', ['-q', zip, '-d', join(folder, 'zip')]);
  }

  async function comparePictures(): Promise<void> {
    const names = (await readdir(join(folder, 'bare'))).sort();
    assert.equal(names.length, frameCount);
    assert.deepEqual((await readdir(join(folder, 'zip'))).sort(), names);
    for (const name of names) {
      const [bare, ours] = await Promise.all(
        ['bare', 'zip'].map(async (where) => decode(await readFile(join(folder, where, name)))),
      );
      assert.ok(bare !== undefined && ours !== undefined);
      assert.deepEqual([ours.width, ours.height, ours.channels], [width, height, bare.channels], name);
      assert.deepEqual(ours.data, bare.data, `${name} is another picture than the bare one`);
      for (const { x, y, colour } of texture) {
        const at = (Math.floor(y * height) * width + Math.floor(x * width)) * ours.channels;
        const found: readonly number[] = [...ours.data.slice(at, at + 3)];
        const far = Math.max(...colour.map((value, channel) => Math.abs(value - (found[channel] ?? 999))));
        assert.ok(far <= 8, `${name} shows ${found.join()} where the texture has ${colour.join()}`);
      }
    }
  }
});

/** Notes every picture that the list has for its first task, from now on; a busy computer may not get to show each. */
const watchPosters = `(() => {
  const seen = (window.postersSeen = []);
  const look = () => {
    const image = document.querySelector('table img');
    const path = image === null ? undefined : new URL(image.src).pathname;
    if (path !== undefined && seen.at(-1) !== path) seen.push(path);
  };
  setInterval(look, 20);
})()`;
