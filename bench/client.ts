import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createClient } from '@renderonline/client';
import type { Browser, BrowserContext } from 'playwright-core';
import { allScripts, firstViewLimitBytes, firstViewScripts } from '../apps/rno-client/build/first-view.ts';
import { ensureClient } from '../scripts/client-build.ts';
import { root } from '../scripts/run-steps.ts';
import { launchChromium } from '../tests/support/rno-client/chromium.ts';
import { startBenchFarm, type BenchFarm } from './bench-farm.ts';
import { benchFilmStrip } from './film-strip.ts';
import { describeMs, percentile } from './statistics.ts';

/** Each with an empty cache. */
const visits = 20;
const tasksListed = 1000;
const framesInStrip = 10_000;
/** Of 60 pictures a second, so many milliseconds belong to one. */
const pictureMs = 1000 / 60;
const dist = join(root, 'apps', 'rno-client', 'dist');

/** RNOClient's size, how soon its first page is of use, and whether a long list and a long strip scroll smoothly. */
export async function benchClient({ isShort }: { readonly isShort: boolean }): Promise<void> {
  ensureClient();
  const tasks = isShort ? tasksListed / 10 : tasksListed;
  const farm = await startBenchFarm({ preset: 'blender' });
  const browser = await launchChromium();
  try {
    await fill(farm, tasks);
    const { files, bytes } = firstViewScripts(dist);
    const first = await visit(browser, farm);
    console.log(
      `client: first view ${inKb(bytes)} of script in ${files.length} files, compressed ` +
        `(at most ${inKb(firstViewLimitBytes)}); with the heads of its answers ${inKb(first.scriptBytes)} ` +
        `in ${first.scripts}, and ${inKb(first.styleBytes)} of styles`,
    );
    console.log(`client: all pages together ${inKb(allScripts(dist).bytes)} of script`);
    const usable = [first.usableMs];
    const baseline: number[] = [];
    for (let count = 1; count < visits; count++) {
      usable.push((await visit(browser, farm)).usableMs);
      baseline.push(await emptyPage(browser, farm));
    }
    console.log(
      `client: first page of use, cold cache ${describeMs(usable)}; an empty page of the same server ${describeMs(baseline)}`,
    );
    const pictures = await scroll(browser, farm);
    const late = pictures.filter((ms) => ms > 1.5 * pictureMs).length;
    console.log(
      `client: ${tasks} tasks scrolled through: between two pictures ${describeMs(pictures)}, ` +
        `${late} of ${pictures.length} late`,
    );
    await benchFilmStrip(browser, isShort ? framesInStrip / 10 : framesInStrip);
  } finally {
    await browser.close();
    await farm.end();
  }
}

const inKb = (bytes: number): string => `${(bytes / 1000).toFixed(0)} kB`;

async function fill({ folder, api, credentials }: BenchFarm, count: number): Promise<void> {
  const client = createClient({ baseUrl: api.address, ...credentials });
  const { engines } = await client.engines();
  const filePath = join(folder, 'scene.blend');
  await writeFile(filePath, 'a scene');
  const { projectId } = await client.uploadProject({
    main: 'scene.blend',
    files: [{ path: 'scene.blend', filePath }],
  });
  for (let index = 0; index < count; index++) {
    await client.submit({
      ...{ projectId, engineId: engines[0]?.engineId ?? 0 },
      arguments: { start_frame: '1', end_frame: '100' },
    });
  }
}

async function loggedIn(browser: Browser, { api, credentials }: BenchFarm): Promise<BrowserContext> {
  const context = await browser.newContext({
    ...{ baseURL: api.address, viewport: { width: 1440, height: 900 }, locale: 'en-GB' },
    serviceWorkers: 'block',
  });
  await context.request.post('/renderapi/v2/session', {
    ...{ data: credentials, headers: { origin: api.address } },
  });
  return context;
}

async function visit(browser: Browser, farm: BenchFarm) {
  const context = await loggedIn(browser, farm);
  const page = await context.newPage();
  const devTools = await context.newCDPSession(page);
  await devTools.send('Network.enable');
  const kinds = new Map<string, string>();
  const sentBytes: Record<string, number> = {};
  let scripts = 0;
  let isCounting = true;
  devTools.on('Network.responseReceived', ({ requestId, type }) => kinds.set(requestId, type));
  devTools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (!isCounting) return;
    const kind = kinds.get(requestId) ?? '';
    sentBytes[kind] = (sentBytes[kind] ?? 0) + encodedDataLength;
    if (kind === 'Script') scripts += 1;
  });
  const startedAtMs = performance.now();
  await page.goto('/', { waitUntil: 'commit' });
  await page.getByRole('row', { name: 'scene.blend' }).first().waitFor();
  const usableMs = performance.now() - startedAtMs;
  isCounting = false;
  await context.close();
  return {
    usableMs,
    scripts,
    scriptBytes: sentBytes['Script'] ?? 0,
    styleBytes: sentBytes['Stylesheet'] ?? 0,
  };
}

async function emptyPage(browser: Browser, farm: BenchFarm): Promise<number> {
  const context = await loggedIn(browser, farm);
  const page = await context.newPage();
  const startedAtMs = performance.now();
  await page.goto('/manifest.webmanifest');
  const ms = performance.now() - startedAtMs;
  await context.close();
  return ms;
}

/** Turns the wheel from the first task to the last. @returns milliseconds between one picture and the next */
async function scroll(browser: Browser, farm: BenchFarm): Promise<number[]> {
  const context = await loggedIn(browser, farm);
  const page = await context.newPage();
  await page.goto('/');
  await page.getByRole('row', { name: 'scene.blend' }).first().waitFor();
  const pictures = await page.evaluate<number[]>(`new Promise((resolve) => {
    const times = [];
    let last = performance.now();
    const step = (now) => {
      times.push(now - last);
      last = now;
      window.scrollBy(0, 90);
      if (times.length < 600 && window.scrollY + window.innerHeight < document.body.scrollHeight) requestAnimationFrame(step);
      else resolve(times.slice(1));
    };
    requestAnimationFrame(step);
  })`);
  await context.close();
  return pictures.filter((ms) => ms > 0 || percentile(pictures, 0.5) === 0);
}
