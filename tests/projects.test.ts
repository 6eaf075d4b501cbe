// Projects of many files: a scene of other computers with textures, a linked library and a cache, submitted by the
// command line and rendered by real Blender on machines that share nothing but the network.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { glob, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { strongestChannels } from '../packages/engines/src/blender-session/testing/blender-lab.ts';
import { startApi } from './support/farm.ts';
import { freePort, killAllPrograms, root, runCli, startCli, until } from './support/program.ts';
import { seedFarm, type SeededFarm } from './support/seed-farm.ts';

const sceneScript = join(root, 'packages/engines/src/blender-session/testing/foreign-scene.py');

interface Submitted {
  readonly taskId: number;
  readonly projectId: number;
  readonly files: number;
  readonly totalBytes: number;
  readonly sentBytes: number;
}

describe('a project of many files', { timeout: 120_000 }, () => {
  let folder: string;
  let seeded: SeededFarm;
  let env: Record<string, string>;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'renderonline-projects-'));
    const author = join(folder, 'author');
    await mkdir(author);
    const args = ['-b', '--factory-startup', '--python-exit-code', '1', '--python', sceneScript];
    const built = promisify(execFile)('blender', [...args, '--', join(author, 'shot.blend')], {
      timeout: 60_000,
    });
    seeded = await seedFarm(folder);
    const api = await startApi(folder, {
      ConnectionString: seeded.connectionString,
      Port: await freePort(),
      BindAddress: '127.0.0.1',
    });
    env = {
      RENDERONLINE_ADDRESS: api.address,
      RENDERONLINE_EMAIL: seeded.email,
      RENDERONLINE_TOKEN: seeded.token,
      XDG_CONFIG_HOME: join(folder, 'settings'),
    };
    const shared = join(folder, '.renderonline', 'contents');
    await Promise.all([
      joinMachine('one', api.address),
      joinMachine('two', api.address),
      // This one sees RenderAPI's files, as on a file system that both have mounted.
      joinMachine('three', api.address, { SharedContents: shared }),
    ]);
    await built;
  });
  after(async () => {
    await killAllPrograms();
    await rm(folder, { recursive: true });
  });

  async function joinMachine(name: string, address: string, settings: object = {}): Promise<void> {
    const database = ['--database', seeded.connectionString];
    const home = join(folder, name);
    await mkdir(home);
    await writeFile(join(home, 'HPCServer.json'), JSON.stringify({ DataDirectory: 'data', ...settings }));
    const { code } = JSON.parse(await runCli(['machine', 'pair', '--json', ...database])) as { code: string };
    const program = startCli(['node', '--join', address, '--code', code, '--name', name], { cwd: home });
    await until(`${name} to join`, () => program.output().includes('linked to RenderAPI'), {
      explain: () => program.output(),
    });
    await runCli(['machine', 'set', name, '--tags', name, ...database]);
  }

  /** Submits one frame for a machine, and waits until it is rendered. */
  async function submit(machine: string, frame: number): Promise<Submitted> {
    const include = ['textures/', 'lib', 'cache'].flatMap((name) => ['--include', name]);
    const wishes = ['--frames', String(frame), '--format', 'PNG', '--tag', machine];
    const options = { cwd: join(folder, 'author'), env };
    const out = await runCli(['submit', 'shot.blend', ...include, ...wishes, '--watch', '--json'], options);
    return JSON.parse(out.slice(0, out.indexOf('\n'))) as Submitted;
  }

  async function requirePicture(frame: number): Promise<void> {
    // A frame counts once its commit is done; its files get their names a moment later.
    const picture = await until(`frame ${frame}`, async () => {
      const [found] = await Array.fromAsync(
        glob(join(seeded.downloads, '*', '*', 'output', `*_000${frame}.png`)),
      );
      return found;
    });
    assert.deepEqual(await strongestChannels(picture, [5, 15, 25, 35]), ['red', 'green', 'blue', 'red']);
  }

  /** What a machine has fetched, and when. */
  async function contentsOf(machine: string): Promise<string[]> {
    const home = join(folder, machine, 'data', 'contents');
    const entries = await readdir(home, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    const facts = files.map(async ({ parentPath, name }) => {
      const { size, ino, mtimeMs } = await stat(join(parentPath, name));
      return `${name} ${size} ${ino} ${mtimeMs}`;
    });
    return (await Promise.all(facts)).sort();
  }

  test('renders right on every machine, and no byte of it travels twice', async () => {
    const first = await submit('one', 1);
    assert.equal(first.files, 6);
    assert.equal(first.sentBytes, first.totalBytes);
    await requirePicture(1);
    const fetched = await contentsOf('one');
    assert.equal(fetched.length, 6);

    const second = await submit('two', 2);
    assert.deepEqual([second.sentBytes, second.projectId], [0, first.projectId]);
    await requirePicture(2);
    assert.deepEqual(
      (await contentsOf('two')).map((text) => text.split(' ')[0]),
      fetched.map((text) => text.split(' ')[0]),
    );

    const third = await submit('one', 3);
    assert.equal(third.sentBytes, 0);
    await requirePicture(3);
    assert.deepEqual(await contentsOf('one'), fetched, 'nothing was fetched again');

    await submit('three', 4);
    await requirePicture(4);
    assert.deepEqual(await contentsOf('three'), [], 'it copies nothing');
  });
});
