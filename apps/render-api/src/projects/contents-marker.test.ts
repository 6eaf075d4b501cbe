import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { contentsMarkerName } from '@renderonline/contract';
import { markContents } from './contents-marker.ts';

describe('the marker in the folder of contents', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'renderonline-marker-'));
  });
  after(() => rm(folder, { recursive: true }));

  test('is made once, however many make it, and stays', async () => {
    const home = join(folder, 'contents');
    const ids = await Promise.all(Array.from({ length: 8 }, () => markContents(home)));
    assert.equal(new Set(ids).size, 1);
    assert.deepEqual(await readdir(home), [contentsMarkerName]);
    assert.equal((await readFile(join(home, contentsMarkerName), 'utf8')).trim(), ids[0]);
    assert.equal(await markContents(home), ids[0]);
  });

  test('cannot be made where there can be no folder', async () => {
    await writeFile(join(folder, 'file'), '');
    await assert.rejects(markContents(join(folder, 'file', 'contents')));
  });
});
