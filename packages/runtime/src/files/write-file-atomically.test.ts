import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { writeFileAtomically } from './write-file-atomically.ts';

describe('writeFileAtomically', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'renderonline-atomic-'));
  });
  after(() => rm(folder, { recursive: true }));

  test('replaces the file, with the permissions asked for', async () => {
    const path = join(folder, 'profile.json');
    await writeFile(path, 'old', { mode: 0o644 });
    await writeFileAtomically(path, 'new', { mode: 0o600 });
    assert.equal(await readFile(path, 'utf8'), 'new');
    if (process.platform !== 'win32') assert.equal((await stat(path)).mode & 0o777, 0o600);
  });

  test('leaves nothing behind when it fails', async () => {
    const path = join(folder, 'taken');
    await mkdir(join(path, 'inside'), { recursive: true });
    await assert.rejects(writeFileAtomically(path, 'data'));
    assert.deepEqual(
      (await readdir(folder)).filter((name) => name.endsWith('.tmp')),
      [],
    );
  });
});
