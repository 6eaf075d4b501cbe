// Three machines that share nothing with the farm but a cable each, which is slow or breaks, and that are killed once
// each: a project of many files arrives everywhere, and every frame comes out right.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { glob, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { createClient, type Client } from '../packages/client/src/index.ts';
import { strongestChannels } from '../packages/engines/src/blender-session/testing/blender-lab.ts';
import { startApi } from './support/farm.ts';
import { canMakeNetworks, makePrivateHost, type PrivateHost } from './support/private-network.ts';
import {
  cli,
  freePort,
  killAllPrograms,
  root,
  runCli,
  startProgram,
  until,
  type Program,
} from './support/program.ts';
import { seedFarm, type SeededFarm } from './support/seed-farm.ts';

const run = promisify(execFile);
const sceneScript = join(root, 'packages/engines/src/blender-session/testing/foreign-scene.py');
const names = ['fast', 'slow', 'breaking'] as const;
const frames = 30;
const largeBytes = 6_000_000;
const slowBitsPerSecond = 16_000_000;

interface Machine {
  readonly name: string;
  readonly home: string;
  readonly host: PrivateHost;
  program: Program;
}

/** Runs a program where nothing is to be seen of the farm's folders and of the other machines' ($1, with spaces). */
const hidden = `for place in $1; do mount -t tmpfs -o size=64k tmpfs "$place" || exit 99; done; shift; exec "$@"`;

const needs = canMakeNetworks ? false : 'network namespaces need Linux and root';

describe('three machines on cables of their own', { skip: needs, timeout: 240_000 }, () => {
  let folder: string;
  let seeded: SeededFarm;
  let client: Client;
  let env: Record<string, string>;
  const machines: Machine[] = [];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'renderonline-networks-'));
    await mkdir(join(folder, 'author'));
    const args = ['-b', '--factory-startup', '--python-exit-code', '1', '--python', sceneScript];
    await run('blender', [...args, '--', join(folder, 'author', 'shot.blend')], { timeout: 60_000 });
    await writeFile(join(folder, 'author', 'cache', 'large.bin'), randomBytes(largeBytes));
    seeded = await seedFarm(folder);
    const port = await freePort();
    const api = await startApi(folder, {
      ConnectionString: seeded.connectionString,
      Port: port,
      Announce: false,
    });
    client = createClient({ baseUrl: api.address, email: seeded.email, token: seeded.token });
    env = {
      RENDERONLINE_ADDRESS: api.address,
      RENDERONLINE_EMAIL: seeded.email,
      RENDERONLINE_TOKEN: seeded.token,
      XDG_CONFIG_HOME: join(folder, 'settings'),
    };
    for (const name of names) {
      const home = join(folder, name);
      await mkdir(home);
      await run('mount', ['-t', 'tmpfs', '-o', 'size=256m', 'tmpfs', home]);
    }
    for (const [number, name] of names.entries()) machines.push(await joinOn(number, name, port));
    await machineOf('slow').host.slow(slowBitsPerSecond);
  });
  after(async () => {
    await killAllPrograms();
    for (const { host } of machines) await host.remove();
    for (const name of names) await run('umount', ['-l', join(folder, name)]).catch(() => undefined);
    await rm(folder, { recursive: true });
  });

  async function joinOn(number: number, name: string, port: number): Promise<Machine> {
    const host = await makePrivateHost(number);
    const home = join(folder, name);
    await writeFile(join(home, 'HPCServer.json'), JSON.stringify({ DataDirectory: 'data' }));
    const pairing = await runCli(['machine', 'pair', '--json', '--database', seeded.connectionString]);
    const { code } = JSON.parse(pairing) as { code: string };
    const address = `http://${host.gateway}:${port}`;
    const program = start(name, host, ['--join', address, '--code', code, '--name', name]);
    await untilLinked(program);
    return { name, home, host, program };
  }

  function start(name: string, host: PrivateHost, options: readonly string[]): Program {
    const others = ['author', 'downloads', '.renderonline', ...names.filter((other) => other !== name)];
    const places = others.map((other) => join(folder, other)).join(' ');
    const inNetwork = ['netns', 'exec', host.namespace, 'unshare', '--mount'];
    const inPrivate = ['sh', '-c', hidden, 'sh', places, process.execPath, cli, 'node', ...options];
    return startProgram('ip', [...inNetwork, ...inPrivate], { cwd: join(folder, name) });
  }

  const machineOf = (name: (typeof names)[number]): Machine =>
    machines.find((machine) => machine.name === name) ?? assert.fail(name);

  const bytesToEach = () => Promise.all(machines.map(({ host }) => host.bytesTo()));

  async function submit(wishes: readonly string[]): Promise<{ taskId: number; totalBytes: number }> {
    const include = ['textures/', 'lib', 'cache'].flatMap((name) => ['--include', name]);
    const options = { cwd: join(folder, 'author'), env };
    const out = await runCli(
      ['submit', 'shot.blend', ...include, '--format', 'PNG', ...wishes, '--json'],
      options,
    );
    return JSON.parse(out) as { taskId: number; totalBytes: number };
  }

  async function untilDone(taskId: number, count: number): Promise<void> {
    await until(
      `${count} frames to be done`,
      async () => (await client.task(taskId)).progress.framesDone >= count,
      {
        limitMs: 120_000,
        explain: () => machines.map(({ program }) => program.output().slice(-2000)).join('\n'),
      },
    );
  }

  async function killAndStart(machine: Machine): Promise<void> {
    await machine.program.kill('SIGKILL');
    machine.program = start(machine.name, machine.host, []);
    await untilLinked(machine.program);
  }

  test('every frame is right, whatever breaks, and nothing travels twice', async (t) => {
    const before = await bytesToEach();
    const { taskId, totalBytes } = await submit(['--frames', `1-${frames}`]);
    // In the middle of its copy of the project.
    const breaking = machineOf('breaking');
    await until('the project to be on its way', async () => {
      const entries = await readdir(join(breaking.home, 'data'), { recursive: true }).catch(() => []);
      return entries.length > 4;
    });
    await breaking.host.cut();
    await killAndStart(machineOf('slow'));
    await breaking.host.mend();
    await untilDone(taskId, 6);
    await killAndStart(machineOf('fast'));
    await untilDone(taskId, 12);
    await killAndStart(breaking);
    const last = (await Array.fromAsync(client.watchTask(taskId))).at(-1);
    assert.equal(last?.state, 'succeeded');
    await requirePictures(taskId);

    const after = await bytesToEach();
    const moved = after.map((bytes, at) => bytes - (before[at] ?? 0));
    const { attempts } = await client.attempts(taskId);
    for (const [at, name] of names.entries()) {
      const done = attempts.filter(
        ({ machine, outcome }) => machine?.name === name && outcome === 'succeeded',
      );
      t.diagnostic(`${name}: ${moved[at] ?? 0} bytes for a project of ${totalBytes}, ${done.length} frames`);
      // What the network and the messages add is a small part of it; a copy begun anew would be twice as much.
      assert.ok((moved[at] ?? 0) < 1.5 * totalBytes, `${name} was sent more than it lacked`);
    }

    const again = await submit(['--frames', '31-36']);
    await Array.fromAsync(client.watchTask(again.taskId));
    const movedAgain = (await bytesToEach()).map((bytes, at) => bytes - (after[at] ?? 0));
    t.diagnostic(`the same project again: ${movedAgain.join(', ')} bytes`);
    for (const bytes of movedAgain) assert.ok(bytes < totalBytes / 10);
  });

  async function requirePictures(taskId: number): Promise<void> {
    const task = await client.outputs(taskId);
    assert.equal(task.outputs.length, frames);
    const pictures = await Array.fromAsync(glob(join(seeded.downloads, '*', '*', 'output', '*.png')));
    assert.equal(pictures.length, frames);
    for (const picture of pictures) {
      assert.deepEqual(await strongestChannels(picture, [5, 15, 25, 35]), ['red', 'green', 'blue', 'red']);
    }
  }
});

async function untilLinked(program: Program): Promise<void> {
  await until('the machine to be linked', () => program.output().includes('linked to RenderAPI'), {
    explain: () => program.output(),
  });
}
