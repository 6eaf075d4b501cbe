// Quickstart with a program in Blender's place; the real one is in tests/quickstart.test.ts.
import assert from 'node:assert/strict';
import { readdir, readFile, stat } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, test, type TestContext } from 'node:test';
import { runCli } from '../run-cli.ts';
import { createFakeIo } from '../testing/fake-io.ts';
import { writeFakeBlender, type FakeBlenderBehaviour } from '../testing/fake-blender.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function prepare(t: TestContext, behaviour: FakeBlenderBehaviour) {
  const cwd = await temporaryFolder(t);
  const blender = join(cwd, 'blender');
  await writeFakeBlender(blender, behaviour);
  const port = await freePort();
  const argv = ['quickstart', '--port', String(port), '--blender', blender];
  return { cwd, port, argv };
}

async function readProfile(cwd: string): Promise<Record<string, string>> {
  return JSON.parse(await readFile(join(cwd, '.renderonline', 'profile.json'), 'utf8')) as Record<
    string,
    string
  >;
}

async function until(condition: () => boolean): Promise<void> {
  const limit = AbortSignal.timeout(30_000);
  while (!condition()) {
    limit.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('quickstart', { timeout: 180_000 }, () => {
  test('--once renders the demo and says where it is; the next start keeps it', async (t) => {
    const { cwd, port, argv } = await prepare(t, 'whole-frames');
    const first = createFakeIo({ cwd });
    assert.equal(await runCli([...argv, '--once'], first), 0, first.out() + first.err());
    const frames = /^Frames +(.*output)$/m.exec(first.out())?.[1];
    assert.ok(frames, first.out());
    assert.equal((await readdir(frames)).length, 48);
    const profile = await readProfile(cwd);
    assert.equal(profile['address'], `http://127.0.0.1:${port}`);
    assert.ok(first.out().includes(profile['token'] ?? 'no token'));
    assert.equal((await stat(join(cwd, '.renderonline', 'profile.json'))).mode & 0o777, 0o600);
    assert.ok(!first.out().includes('\u001b'));

    const second = createFakeIo({ cwd });
    assert.equal(await runCli([...argv, '--once'], second), 0, second.err());
    assert.match(second.out(), /rendered by an earlier start/);
    assert.deepEqual(await readProfile(cwd), profile);
    const third = createFakeIo({ cwd });
    assert.equal(await runCli([...argv, '--once', '--again'], third), 0, third.err());
    assert.match(third.out(), /task 2/);
  });

  test('--once fails, and says why, when frames are not whole', async (t) => {
    const { cwd, argv } = await prepare(t, 'half-frames');
    const io = createFakeIo({ cwd });
    assert.equal(await runCli([...argv, '--once'], io), 10);
    assert.match(io.out(), /Task 1 failed: 0\/48 frames.*not a whole PNG/);
  });

  test('--once fails, and says why, when Blender fails', async (t) => {
    const { cwd, argv } = await prepare(t, 'fails');
    const io = createFakeIo({ cwd });
    assert.equal(await runCli([...argv, '--once'], io), 10);
    assert.match(io.out(), /Task 1 failed: 0\/48 frames.*fake Blender fails/);
  });

  test('--json prints one value and nothing else, however the demo ends', async (t) => {
    const { cwd, port, argv } = await prepare(t, 'whole-frames');
    const good = createFakeIo({ cwd });
    assert.equal(await runCli([...argv, '--once', '--json'], good), 0, good.err());
    const { token } = await readProfile(cwd);
    const { framesFolder, ...rest } = JSON.parse(good.out()) as Record<string, unknown>;
    assert.deepEqual(rest, {
      taskId: 1,
      state: 'succeeded',
      failureReason: null,
      address: `http://127.0.0.1:${port}`,
      email: 'quickstart@localhost',
      token,
      profile: join(cwd, '.renderonline', 'profile.json'),
    });
    assert.equal((await readdir(String(framesFolder))).length, 48);

    const bad = await prepare(t, 'fails');
    const failed = createFakeIo({ cwd: bad.cwd });
    assert.equal(await runCli([...bad.argv, '--once', '--json'], failed), 10);
    const value = JSON.parse(failed.out()) as Record<string, unknown>;
    assert.equal(value['state'], 'failed');
    assert.match(String(value['failureReason']), /fake Blender fails/);

    const absent = createFakeIo({ cwd });
    assert.equal(await runCli([...argv, '--once', '--json', '--blender', 'absent'], absent), 9);
    assert.equal(absent.out(), '');
    assert.match(absent.err(), /^\{"error":\{"exitCode":9,"code":"engine-program-missing".*\}\n$/);
  });

  test('without a graphics driver for EEVEE the demo is built for Cycles', async (t) => {
    const { cwd, argv } = await prepare(t, 'only-cycles');
    const io = createFakeIo({ cwd });
    assert.equal(await runCli([...argv, '--once'], io), 0, io.err());
    assert.match(io.out(), /building for Cycles/);
    const demo = join(cwd, '.renderonline', 'demo', 'renderonline-demo.blend');
    assert.equal(await readFile(demo, 'utf8'), 'cycles');
  });

  test('Ctrl-C ends everything; a second quickstart in the folder is refused meanwhile', async (t) => {
    const { cwd, port, argv } = await prepare(t, 'hangs');
    const io = createFakeIo({ cwd });
    const running = runCli(argv, io);
    await until(() => /Rendering 48 frames/.test(io.out()));
    const other = createFakeIo({ cwd });
    assert.equal(await runCli([...argv, '--once'], other), 13);
    assert.match(other.err(), /already runs in/);
    const elsewhere = createFakeIo({ cwd });
    assert.equal(await runCli([...argv, '--once', '--directory', 'elsewhere'], elsewhere), 8);
    assert.match(elsewhere.err(), new RegExp(`Port ${port} is taken.*\n.*--port ${port + 10}`));

    io.interrupt();
    assert.equal(await running, 130);
    assert.match(io.out(), /Task 1 stops with the farm, and goes on with the next start\.\n/);
    assert.doesNotMatch(io.out(), /renderonline watch/, 'the farm that it would ask is gone');
    await assert.rejects(fetch(`http://127.0.0.1:${port}/healthz`));
    if (process.platform === 'linux') assert.deepEqual(await processesWith(join(cwd, 'blender')), []);
  });

  test('a path that is no program, and a folder that is none', async (t) => {
    const { cwd, argv } = await prepare(t, 'whole-frames');
    const noBlender = createFakeIo({ cwd });
    assert.equal(await runCli([...argv, '--once', '--blender', 'absent'], noBlender), 9);
    const noFolder = createFakeIo({ cwd });
    assert.equal(await runCli([...argv, '--once', '--directory', 'blender/x'], noFolder), 7);
    assert.match(noFolder.err(), /a part of the path is a file.\n.*--directory/);
  });
});

async function processesWith(text: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
  );
  return lines.filter((line) => line.includes(text));
}
