import assert from 'node:assert/strict';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { makeFolder } from './make-folder.ts';

describe('makeFolder', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'renderonline-folders-'));
  });
  after(() => rm(folder, { recursive: true }));

  test('makes what is missing, several times at once and again', async () => {
    const path = join(folder, 'a', 'b', 'c');
    await Promise.all([makeFolder(path), makeFolder(path), makeFolder(join(folder, 'a', 'd'))]);
    await makeFolder(path, { mode: 0o700 });
    assert.ok((await stat(path)).isDirectory());
  });

  test('fails where a file is in the way', async () => {
    await writeFile(join(folder, 'file'), '');
    await assert.rejects(makeFolder(join(folder, 'file')), { code: 'EEXIST' });
    await assert.rejects(makeFolder(join(folder, 'file', 'below')), { code: 'ENOTDIR' });
  });

  test('comes back where nothing can be made', async () => {
    if (process.platform === 'linux')
      await assert.rejects(makeFolder('/proc/nowhere/below'), { code: 'ENOENT' });
  });
});
