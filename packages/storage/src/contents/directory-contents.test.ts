import assert from 'node:assert/strict';
import { chmod, link, mkdir, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
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

  for (const change of ['hellO', 'hell', 'hello, world']) {
    test(`puts a content aside that was changed into ${JSON.stringify(change)}, and takes it anew`, async (t) => {
      const folder = await temporaryFolder(t);
      const damaged: string[] = [];
      const onDamaged = async (sha256: string): Promise<void> => void damaged.push(sha256);
      const open = () => createDirectoryContents({ folder, minFreeBytes: 0, onDamaged });
      await open().put(hello());
      const path = join(folder, '2c', helloSha256);
      await chmod(path, 0o644);
      await writeFile(path, change);
      const store = open();
      const asked = await Promise.allSettled([store.open(helloSha256), store.open(helloSha256)]);
      for (const each of asked) {
        assert.ok(each.status === 'rejected' && isDomainError(each.reason, 'content-damaged'));
      }
      assert.deepEqual(damaged, [helloSha256]);
      assert.equal(await readFile(join(folder, '.damaged', helloSha256), 'utf8'), change);
      assert.equal(await store.sizeOf(helloSha256), undefined);
      await store.put(hello());
      assert.equal(await store.sizeOf(helloSha256), 5);
      await store.sweep({ olderThanMs: 0 });
      assert.deepEqual(await readdir(join(folder, '.damaged')), [helloSha256]);
    });
  }

  test('takes a content for what it is that another program put there, or touched', async (t) => {
    const folder = await temporaryFolder(t);
    const onDamaged = () => assert.fail('It is sound.');
    const store = createDirectoryContents({ folder, minFreeBytes: 0, onDamaged });
    await mkdir(join(folder, '2c'));
    const path = join(folder, '2c', helloSha256);
    await writeFile(path, 'hello');
    await utimes(path, 1_700_000_000, 1_700_000_000);
    assert.equal(await store.sizeOf(helloSha256), 5);
    assert.notEqual((await stat(path)).mtimeMs, 1_700_000_000_000, 'It is sealed, and not read again.');
    assert.equal(await text((await store.open(helloSha256)).stream), 'hello');
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
