import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { after, before, it } from 'node:test';
import { findExecutable } from './find-executable.ts';
import { findExecutables } from './find-executables.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'renderonline-find-'));
  for (const place of ['first', 'second', 'usual']) await mkdir(join(folder, place));
  await writeFile(join(folder, 'first', 'brush'), 'not executable', { mode: 0o644 });
  await mkdir(join(folder, 'first', 'chisel'));
  for (const path of ['second/brush', 'second/chisel', 'usual/hammer']) {
    await writeFile(join(folder, path), '#!/bin/sh\n');
    await chmod(join(folder, path), 0o755);
  }
});
after(() => rm(folder, { recursive: true }));

it('looks through PATH, past folders and files that cannot be executed, then through the usual places', async () => {
  const options = {
    env: { PATH: [join(folder, 'first'), '', join(folder, 'second')].join(delimiter) },
    folders: [join(folder, 'missing'), join(folder, 'usual')],
  };
  assert.equal(await findExecutable('brush', options), join(folder, 'second', 'brush'));
  assert.equal(await findExecutable('chisel', options), join(folder, 'second', 'chisel'));
  assert.equal(await findExecutable('hammer', options), join(folder, 'usual', 'hammer'));
  assert.equal(await findExecutable('saw', options), undefined);
});

it('takes names with .exe and without on Windows', async () => {
  await writeFile(join(folder, 'usual', 'saw.exe'), '');
  const options = { env: {}, platform: 'win32', folders: [join(folder, 'usual')] } as const;
  for (const name of ['saw', 'saw.exe']) {
    assert.equal(await findExecutable(name, options), join(folder, 'usual', 'saw.exe'));
  }
});

it('finds every one of several side by side', async () => {
  await writeFile(join(folder, 'usual', 'brush'), '#!/bin/sh\n');
  await chmod(join(folder, 'usual', 'brush'), 0o755);
  const options = { env: { PATH: join(folder, 'second') }, folders: [join(folder, 'usual')] };
  assert.deepEqual(await findExecutables('brush', options), [
    join(folder, 'second', 'brush'),
    join(folder, 'usual', 'brush'),
  ]);
  assert.deepEqual(await findExecutables('saw', { env: {}, platform: 'linux', folders: [] }), []);
});
