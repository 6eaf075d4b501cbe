import assert from 'node:assert/strict';
import { readdir, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { listOutputs } from '../outputs/list-outputs.ts';
import { openOutput } from '../outputs/open-output.ts';
import { temporaryFolder, taskWithFiles } from '../testing/temporary-folder.ts';
import { keepThumbnail, readThumbnail } from './thumbnail-shelf.ts';

const bytes = Buffer.from('a picture');
const isWindows = process.platform === 'win32';

suite('thumbnails beside a task', () => {
  test('are found for the state of the source that they were made of, and are no results', async (t) => {
    const { filePath, directory } = await taskWithFiles(t, { 'output/1.png': 'x' });
    const place = { filePath, name: 'abc-320.webp', sourceModifiedAtMs: 1_700_000_000_123 };
    assert.equal(await readThumbnail(place), undefined);
    assert.equal(await keepThumbnail({ ...place, bytes, minFreeBytes: 0 }), true);
    assert.deepEqual(await readThumbnail(place), bytes);
    assert.equal(await readThumbnail({ ...place, sourceModifiedAtMs: 1_700_000_000_124 }), undefined);

    const next = { ...place, sourceModifiedAtMs: 1_700_000_000_999 };
    assert.equal(await keepThumbnail({ ...next, bytes: Buffer.from('new'), minFreeBytes: 0 }), true);
    assert.deepEqual(await readThumbnail(next), Buffer.from('new'));
    assert.deepEqual(await readdir(join(directory, '.thumbnails')), ['abc-320.webp']);

    assert.deepEqual(
      (await listOutputs({ filePath })).map(({ path }) => path),
      ['1.png'],
    );
    await assert.rejects(openOutput({ filePath, path: '.thumbnails/abc-320.webp' }), {
      code: 'output-not-found',
    });
  });

  test('are left out on a full disk and of a task that is gone', async (t) => {
    const { filePath, directory } = await taskWithFiles(t, {});
    const place = { filePath, name: 'a.webp', sourceModifiedAtMs: 1 };
    assert.equal(await keepThumbnail({ ...place, bytes, minFreeBytes: Number.MAX_SAFE_INTEGER }), false);
    await rm(directory, { recursive: true });
    assert.equal(await keepThumbnail({ ...place, bytes, minFreeBytes: 0 }), false);
    assert.equal(await readThumbnail(place), undefined);
  });

  test('are never written or read through a link', { skip: isWindows }, async (t) => {
    const { filePath, directory } = await taskWithFiles(t, {});
    const outside = await temporaryFolder(t);
    await symlink(outside, join(directory, '.thumbnails'));
    const place = { filePath, name: 'a.webp', sourceModifiedAtMs: 1 };
    await assert.rejects(keepThumbnail({ ...place, bytes, minFreeBytes: 0 }), /is not a folder/);
    assert.deepEqual(await readdir(outside), []);
    assert.equal(await readThumbnail(place), undefined);
  });
});
