// The door of the npm scripts, in a folder of its own with an `npm` that only notes that it was called.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { beforeEach, describe, test, type TestContext } from 'node:test';

const left = { version: '1.0.0', resolved: 'https://example.com/left-1.0.0.tgz', integrity: 'sha512-AAAA' };
const shared = { resolved: 'packages/shared', link: true };
const workspace = { name: '@farm/shared', version: '2.0.0' };
const foreign = { version: '3.0.0', optional: true, os: 'plan9', cpu: [process.arch] };
const excluded = { version: '3.0.0', optional: true, os: [`!${process.platform}`] };
const native = { version: '3.0.0', optional: true, os: [process.platform], cpu: [process.arch] };

const installed = {
  'node_modules/left': left,
  'node_modules/@farm/shared': shared,
  'packages/shared': workspace,
};
const wanted = {
  '': { name: 'farm' },
  ...installed,
  'node_modules/foreign': foreign,
  'node_modules/excluded': excluded,
};

describe('the door of the npm scripts', { skip: process.platform === 'win32' }, () => {
  let folder: string;

  beforeEach(async (t) => {
    folder = await mkdtemp(join(tmpdir(), 'renderonline-bootstrap-'));
    (t as TestContext).after(() => rm(folder, { recursive: true }));
    for (const name of ['bootstrap.mjs', 'installation.mjs', 'pinned-node.mjs']) {
      await cp(join(import.meta.dirname, name), join(folder, 'scripts', name));
    }
    await write('program.mjs', "console.log('started');\n");
    await write(
      'bin/npm',
      `#!/bin/sh\necho "$1" >> "${join(folder, 'called')}"\nmkdir -p node_modules\n`,
      0o755,
    );
    await lock('package-lock.json', wanted);
    await lock('node_modules/.package-lock.json', installed);
    await write('node_modules/left/package.json', JSON.stringify({ version: '1.0.0' }));
    await write('node_modules/@farm/shared/package.json', '{}');
    await write('packages/shared/package.json', '{}');
  });

  async function write(path: string, text: string, mode = 0o644): Promise<void> {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text, { mode });
  }

  async function lock(path: string, packages: object): Promise<void> {
    await write(path, JSON.stringify({ lockfileVersion: 3, packages }));
  }

  function start() {
    const env = { ...process.env, PATH: [join(folder, 'bin'), process.env['PATH']].join(delimiter) };
    const argv = [join(folder, 'scripts', 'bootstrap.mjs'), 'program.mjs'];
    return spawnSync(process.execPath, argv, { env, encoding: 'utf8' });
  }

  /** What npm was called with to start a program. */
  async function calls(): Promise<string> {
    await rm(join(folder, 'called'), { force: true });
    const { stdout, stderr } = start();
    assert.equal(stdout, 'started\n', stderr);
    return readFile(join(folder, 'called'), 'utf8').catch(() => '');
  }

  test('leaves alone what npm itself has installed', async () => {
    assert.equal(await calls(), '');
    await rm(join(folder, 'node_modules', '.package-lock.json'));
    assert.equal(await calls(), '', 'it was looked at once');
  });

  test('installs once where nothing is', async () => {
    await rm(join(folder, 'node_modules'), { recursive: true });
    assert.equal(await calls(), 'ci\n');
    assert.equal(await calls(), '');
  });

  test('starts where everything is installed and nothing can be written', async () => {
    await symlink('/absent/folder/stamp', join(folder, 'node_modules', '.renderonline-lockfile'));
    assert.equal(await calls(), '');
  });

  test('says that the disk is full', { skip: process.platform !== 'linux' }, async () => {
    await rm(join(folder, 'node_modules'), { recursive: true });
    const stamp = 'node_modules/.renderonline-lockfile';
    await write('bin/npm', `#!/bin/sh\nmkdir -p node_modules && ln -s /dev/full ${stamp}\n`, 0o755);
    const { status, stderr } = start();
    assert.equal(status, 1);
    assert.match(stderr, /The dependencies could not be installed: the disk of .* is full\. Make room/);
  });

  const changes: Readonly<Record<string, () => Promise<void>>> = {
    'a newer version is asked for': () =>
      lock('package-lock.json', { ...wanted, 'node_modules/left': { ...left, version: '1.0.1' } }),
    'another content is asked for': () =>
      lock('package-lock.json', { ...wanted, 'node_modules/left': { ...left, integrity: 'sha512-BBBB' } }),
    'a package is new': () =>
      lock('package-lock.json', { ...wanted, 'node_modules/right': { version: '1.0.0' } }),
    'the package for this system is missing': () =>
      lock('package-lock.json', { ...wanted, 'node_modules/native': native }),
    'a package is no longer asked for': () =>
      lock('node_modules/.package-lock.json', { ...installed, 'node_modules/left/node_modules/x': left }),
    'a folder is gone': () => rm(join(folder, 'node_modules', 'left'), { recursive: true }),
    'a workspace is not linked': () => rm(join(folder, 'node_modules', '@farm'), { recursive: true }),
    'another version is in the folder': () =>
      write('node_modules/left/package.json', JSON.stringify({ version: '0.9.0' })),
    'an installation was broken off': () => rm(join(folder, 'node_modules', '.package-lock.json')),
    'what npm wrote down cannot be read': () => write('node_modules/.package-lock.json', '{"packages":'),
  };
  for (const [what, change] of Object.entries(changes)) {
    test(`installs when ${what}`, async () => {
      await change();
      assert.equal(await calls(), 'ci\n');
    });
  }
});
