import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { suite, test, type TestContext } from 'node:test';
import { receiveProject } from './receive-project.ts';
import { sweepIncoming } from './sweep-incoming.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

const quiet = { info: () => undefined, warn: () => undefined };
const ticks = '638603640000000000';
const limits = { maxBytes: 2 ** 40, minFreeBytes: 0, idleTimeoutMs: 60_000 };

/** A program that receives for ever, or that is done and says so, until it is killed. */
const receiver = `
  import { Readable } from 'node:stream';
  import { receiveProject } from ${JSON.stringify(new URL('./receive-project.ts', import.meta.url).href)};
  const [, downloadPath, kind] = process.argv;
  async function* chunks() {
    for (let count = 0; kind === 'endless' || count < 3; count += 1) {
      if (count === 20) process.stdout.write('receiving');
      yield await new Promise((resolve) => setImmediate(resolve, Buffer.alloc(65536)));
    }
  }
  const project = await receiveProject({
    downloadPath, userId: 7, receivedAtMs: Date.now(), fileName: 'scene.blend',
    source: Readable.from(chunks()), limits: ${JSON.stringify(limits)},
  });
  process.stdout.write(project.filePath);
  setInterval(() => undefined, 1000);
`;

/** Runs the receiver until it has something to say, kills it, and returns what it said. */
async function killedWhile(
  t: TestContext,
  kind: 'endless' | 'received',
  downloadPath: string,
): Promise<string> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', receiver, downloadPath, kind], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.after(() => child.kill('SIGKILL'));
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  child.kill('SIGKILL');
  await once(child, 'exit');
  return said.toString();
}

async function folderWithMarker(downloadPath: string, marker: string): Promise<string> {
  const directory = join(downloadPath, '7', ticks);
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, 'scene.blend.part'), 'BLEN');
  await writeFile(join(directory, '.incoming'), marker);
  return directory;
}

suite('sweepIncoming', () => {
  test('removes the upload that a killed program was receiving', async (t) => {
    const downloadPath = await temporaryFolder(t);
    await killedWhile(t, 'endless', downloadPath);
    assert.equal((await readdir(join(downloadPath, '7'))).length, 1);
    const result = await sweepIncoming({
      downloadPath,
      isReferenced: () => Promise.resolve(false),
      log: quiet,
    });
    assert.deepEqual(result, { removed: 1, accepted: 0 });
    assert.deepEqual(await readdir(join(downloadPath, '7')), []);
  });

  test('keeps the project of a task that was committed before the program was killed', async (t) => {
    const downloadPath = await temporaryFolder(t);
    const filePath = await killedWhile(t, 'received', downloadPath);
    const asked: string[] = [];
    const isReferenced = (path: string): Promise<boolean> => {
      asked.push(path);
      return Promise.resolve(true);
    };
    assert.deepEqual(await sweepIncoming({ downloadPath, isReferenced, log: quiet }), {
      removed: 0,
      accepted: 1,
    });
    assert.deepEqual(asked, [filePath]);
    assert.equal((await readFile(filePath)).length, 3 * 65_536);
    assert.deepEqual(await sweepIncoming({ downloadPath, isReferenced, log: quiet }), {
      removed: 0,
      accepted: 0,
    });
  });

  test('leaves alone what this program is receiving, and tasks without a marker', async (t) => {
    const downloadPath = await temporaryFolder(t);
    const source = (): Readable => Readable.from([Buffer.from('BLENDER')]);
    const input = { downloadPath, userId: 7, receivedAtMs: 1000, fileName: 'scene.blend', limits };
    const accepted = await receiveProject({ ...input, source: source() });
    await accepted.accept();
    await receiveProject({ ...input, source: source() });
    const result = await sweepIncoming({
      downloadPath,
      isReferenced: () => Promise.resolve(false),
      log: quiet,
    });
    assert.deepEqual(result, { removed: 0, accepted: 0 });
    assert.equal((await readdir(join(downloadPath, '7'))).length, 2);
  });

  test('removes what another computer left an hour ago, and not what it may be receiving now', async (t) => {
    const downloadPath = await temporaryFolder(t);
    const marker = { fileName: 'scene.blend', host: 'some-other-host', processId: 1, run: 'x' };
    const directory = await folderWithMarker(downloadPath, JSON.stringify(marker));
    const sweep = (nowMs: number) =>
      sweepIncoming({ downloadPath, isReferenced: () => Promise.resolve(false), log: quiet, nowMs });
    const now = Date.now();
    assert.deepEqual(await sweep(now), { removed: 0, accepted: 0 });
    assert.deepEqual(await sweep(now + 61 * 60_000), { removed: 1, accepted: 0 });
    await assert.rejects(readdir(directory), { code: 'ENOENT' });
  });

  test('removes a folder whose marker was not finished', async (t) => {
    const downloadPath = await temporaryFolder(t);
    await folderWithMarker(downloadPath, '{"fileNa');
    const result = await sweepIncoming({
      downloadPath,
      isReferenced: () => Promise.resolve(true),
      log: quiet,
    });
    assert.deepEqual(result, { removed: 1, accepted: 0 });
  });

  test('does not ask about, or remove, anything outside when a marker is hostile', async (t) => {
    const downloadPath = await temporaryFolder(t);
    const marker = { fileName: '../../../etc/passwd', host: 'some-other-host', processId: 1, run: 'x' };
    const directory = await folderWithMarker(downloadPath, JSON.stringify(marker));
    await utimes(directory, 0, 0);
    const isReferenced = (path: string): Promise<boolean> => {
      assert.fail(`asked about ${path}`);
    };
    const nowMs = Date.now() + 61 * 60_000;
    assert.deepEqual(await sweepIncoming({ downloadPath, isReferenced, log: quiet, nowMs }), {
      removed: 1,
      accepted: 0,
    });
  });

  test('goes on after a folder that cannot be judged, and needs no folder at all', async (t) => {
    const downloadPath = await temporaryFolder(t);
    await folderWithMarker(
      downloadPath,
      JSON.stringify({ fileName: 's', host: 'h', processId: 1, run: 'x' }),
    );
    const warnings: string[] = [];
    const log = { info: () => undefined, warn: (_: unknown, message: string) => void warnings.push(message) };
    const isReferenced = (): Promise<boolean> => Promise.reject(new Error('database gone'));
    assert.deepEqual(await sweepIncoming({ downloadPath, isReferenced, log }), { removed: 0, accepted: 0 });
    assert.equal(warnings.length, 1);
    const nowhere = join(downloadPath, 'nowhere');
    assert.deepEqual(await sweepIncoming({ downloadPath: nowhere, isReferenced, log }), {
      removed: 0,
      accepted: 0,
    });
  });
});
