import assert from 'node:assert/strict';
import { link, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { suite, test } from 'node:test';
import { isDomainError } from '@renderonline/domain';
import { namesIn } from '../files/names-in.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { exerciseContentStore } from './conformance/content-store-exercise.ts';
import { createDirectoryContents } from './directory-contents.ts';

exerciseContentStore(
  'contents in a folder',
  async (t) => {
    const folder = join(await temporaryFolder(t), 'not', 'there', 'yet');
    const incomingFolder = join(folder, '.incoming');
    return {
      store: createDirectoryContents({ folder, minFreeBytes: 0 }),
      leftOvers: () => namesIn(incomingFolder),
      async leaveUnfinished() {
        await mkdir(incomingFolder, { recursive: true });
        await writeFile(join(incomingFolder, 'of-a-killed-program'), 'half');
      },
    };
  },
  1_300_000,
);

const helloSha256 = '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824';
const hello = () => ({ source: Readable.from([Buffer.from('hello')]), maxBytes: 100 });

suite('createDirectoryContents', () => {
  test('keeps contents where its description says, readable and no more', async (t) => {
    const folder = await temporaryFolder(t);
    const store = createDirectoryContents({ folder, minFreeBytes: 0 });
    await store.put(hello());
    const path = join(folder, '2c', helloSha256);
    assert.equal(store.localPath(helloSha256), path);
    assert.equal(store.localPath('../x'), undefined);
    assert.equal(await readFile(path, 'utf8'), 'hello');
    assert.equal((await stat(path)).mode & 0o222, 0);
    assert.deepEqual((await readdir(folder)).sort(), ['.incoming', '2c']);
  });

  test('stops when the disk has no room left, and goes on alone', async (t) => {
    const folder = await temporaryFolder(t);
    const full = createDirectoryContents({ folder, minFreeBytes: 2 ** 60 });
    await assert.rejects(full.put(hello()), (error) => isDomainError(error, 'disk-full'));
    assert.deepEqual(await readdir(join(folder, '.incoming')), []);
    await createDirectoryContents({ folder, minFreeBytes: 0 }).put(hello());
  });

  test('leaves links to a content alone when it is stored again or removed', async (t) => {
    const folder = await temporaryFolder(t);
    const store = createDirectoryContents({ folder, minFreeBytes: 0 });
    await store.put(hello());
    const linked = join(folder, 'linked');
    await link(store.localPath(helloSha256) ?? '', linked);
    await store.put(hello());
    await store.remove(helloSha256);
    assert.equal(await readFile(linked, 'utf8'), 'hello');
  });

  test('lists nothing that is not its own', async (t) => {
    const folder = await temporaryFolder(t);
    const store = createDirectoryContents({ folder, minFreeBytes: 0 });
    await store.put(hello());
    await writeFile(join(folder, '2c', 'notes.txt'), 'x');
    await writeFile(join(folder, 'README'), 'x');
    await mkdir(join(folder, 'zz'));
    const listed = await Array.fromAsync(store.list());
    assert.deepEqual(
      listed.map(({ sha256, size }) => `${sha256} ${size}`),
      [`${helloSha256} 5`],
    );
  });
});
