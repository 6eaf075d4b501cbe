import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { open, readdir, readlink, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { mock, suite, test, type TestContext } from 'node:test';
import { isDomainError } from '@renderonline/domain';
import { taskWithFiles, temporaryFolder } from '../testing/temporary-folder.ts';
import { checkArchive, checkLargeArchive, listArchive, readArchive, requireUnzip } from '../testing/unzip.ts';
import { streamResultsZip, streamResultZip, type ProjectFileToPack } from './stream-result-zip.ts';

async function zipOf(t: TestContext, filePath: string, includeProject = false): Promise<string> {
  const archive = join(await temporaryFolder(t), 'results.zip');
  await writeFile(archive, streamResultZip({ filePath, includeProject }));
  return archive;
}

suite('streamResultZip', () => {
  requireUnzip();

  test('makes an archive that others accept, of small and large, stored and deflated files', async (t) => {
    const large = randomBytes(3_000_000);
    const { filePath } = await taskWithFiles(t, {
      'output/frame_0002.png': randomBytes(100_000),
      'output/frame_0001.png': large,
      'output/frame_0003.bmp': Buffer.alloc(3_000_000, 'colour '),
      'output/small.txt': 'text '.repeat(1000),
      'output/random.bin': randomBytes(1000),
      'output/cache.bin': randomBytes(1_000_000),
      'output/cache.raw': Buffer.concat([randomBytes(500_000), Buffer.alloc(500_000)]),
      'output/empty.png': '',
      'output/empty.txt': '',
      'output/passes/Größe 大.exr': 'exr',
      'beside.log': 'x',
    });
    const archive = await zipOf(t, filePath);
    checkArchive(archive);
    assert.deepEqual(
      listArchive(archive).map(({ name, size, method }) => `${name} ${size} ${method}`),
      [
        'cache.bin 1000000 stored',
        'cache.raw 1000000 deflated',
        'empty.png 0 stored',
        'empty.txt 0 stored',
        'frame_0001.png 3000000 stored',
        'frame_0002.png 100000 stored',
        'frame_0003.bmp 3000000 deflated',
        'passes/Größe 大.exr 3 stored',
        'random.bin 1000 stored',
        'small.txt 5000 deflated',
        'beside.log 1 stored',
      ],
    );
    assert.ok(readArchive(archive, 'frame_0001.png').equals(large));
    assert.equal(readArchive(archive, 'small.txt').toString(), 'text '.repeat(1000));
  });

  test('holds several tasks, each in a folder of its own', async (t) => {
    const one = await taskWithFiles(t, { 'output/frame_0001.png': 'one' });
    const two = await taskWithFiles(t, { 'output/frame_0001.png': 'two', 'output/passes/z.exr': 'z' });
    const archive = join(await temporaryFolder(t), 'results.zip');
    await writeFile(
      archive,
      streamResultsZip([
        { filePath: one.filePath, includeProject: false, folder: 'orrery-1' },
        { filePath: two.filePath, includeProject: false, folder: 'orrery-2' },
      ]),
    );
    checkArchive(archive);
    assert.deepEqual(
      listArchive(archive).map(({ name }) => name),
      ['orrery-1/frame_0001.png', 'orrery-2/frame_0001.png', 'orrery-2/passes/z.exr'],
    );
    assert.equal(readArchive(archive, 'orrery-2/frame_0001.png').toString(), 'two');
  });

  test('makes the same bytes of the same files', async (t) => {
    const { filePath, directory } = await taskWithFiles(t, {
      'output/b.png': 'b',
      'output/a.txt': 'a'.repeat(500),
    });
    const first = await buffer(streamResultZip({ filePath, includeProject: true }));
    const second = await buffer(streamResultZip({ filePath, includeProject: true }));
    assert.ok(first.equals(second));
    await utimes(join(directory, 'output', 'b.png'), 0, 0);
    assert.ok(!first.equals(await buffer(streamResultZip({ filePath, includeProject: true }))));
  });

  test('holds the project when asked to, and never takes its name from a result', async (t) => {
    const beside = await taskWithFiles(t, { 'output/a.png': 'x' });
    const names = async (filePath: string): Promise<string[]> =>
      listArchive(await zipOf(t, filePath, true)).map(({ name }) => name);
    assert.deepEqual(await names(beside.filePath), ['a.png', 'scene.blend']);
    const taken = await taskWithFiles(t, { 'output/scene.blend': 'written by the renderer' });
    assert.deepEqual(await names(taken.filePath), ['scene.blend', 'project/scene.blend']);
  });

  test('fails before the first byte when there is nothing', async (t) => {
    const { filePath } = await taskWithFiles(t, {});
    await assert.rejects(buffer(streamResultZip({ filePath, includeProject: false })), (error) =>
      isDomainError(error, 'no-results'),
    );
  });

  test(
    'names nothing that leads outside when it is unpacked',
    { skip: process.platform === 'win32' },
    async (t) => {
      const { filePath, directory } = await taskWithFiles(t, {
        'output/..\\..\\evil.png': 'x',
        'output/C:evil.png': 'x',
        'output/line\nbreak.png': 'x',
      });
      await symlink('/etc/passwd', join(directory, 'output', 'link.png'));
      const archive = await zipOf(t, filePath);
      checkArchive(archive);
      assert.deepEqual(
        listArchive(archive).map(({ name }) => name),
        ['..%5C..%5Cevil.png', 'C%3Aevil.png', 'line%0Abreak.png'],
      );
    },
  );

  test('sends its first byte before it opens the last file, and goes without files that vanish', async (t) => {
    const files = Object.fromEntries(
      Array.from({ length: 40 }, (_, i) => [`output/f_${10 + i}.png`, randomBytes(200_000)]),
    );
    const { filePath, directory } = await taskWithFiles(t, files);
    const stream = streamResultZip({ filePath, includeProject: false });
    await once(stream, 'readable');
    await rm(join(directory, 'output', 'f_49.png'));
    const archive = join(await temporaryFolder(t), 'results.zip');
    await writeFile(archive, stream);
    checkArchive(archive);
    assert.equal(listArchive(archive).length, 39);
  });

  test('tells the truth about a file that shrinks while it is sent', async (t) => {
    const { filePath, directory } = await taskWithFiles(t, {
      'output/a.png': randomBytes(20_000_000),
      'output/b.bmp': Buffer.alloc(20_000_000),
    });
    const stream = streamResultZip({ filePath, includeProject: false });
    await once(stream, 'readable');
    await truncate(join(directory, 'output', 'a.png'), 5_000_000);
    await truncate(join(directory, 'output', 'b.bmp'), 5_000_000);
    const archive = join(await temporaryFolder(t), 'results.zip');
    await writeFile(archive, stream);
    checkArchive(archive);
    assert.deepEqual(
      listArchive(archive).map(({ size }) => size),
      [5_000_000, 5_000_000],
    );
  });

  for (const [extension, what] of [
    ['png', 'stored'],
    ['bmp', 'deflated'],
  ] as const) {
    test(
      `ends all work when the reader goes away from a ${what} file`,
      { skip: process.platform !== 'linux' },
      async (t) => {
        const files = Object.fromEntries(
          Array.from({ length: 20 }, (_, i) => [`output/f_${10 + i}.${extension}`, randomBytes(2_000_000)]),
        );
        const { filePath, directory } = await taskWithFiles(t, files);
        const stop = new AbortController();
        const stream = streamResultZip({ filePath, includeProject: false, signal: stop.signal });
        const closed = once(stream, 'close').catch(() => undefined);
        let taken = 0;
        await assert.rejects(
          (async () => {
            for await (const chunk of stream as AsyncIterable<Buffer>) {
              taken += chunk.length;
              if (taken > 5_000_000) stop.abort();
            }
          })(),
          { name: 'AbortError' },
        );
        await closed;
        await until(async () => (await openFilesUnder(directory)) === 0);
      },
    );
  }
});

suite('streamResultZip with a project of several files', () => {
  const fetched = (text: string) => ({
    size: text.length,
    sha256: createHash('sha256').update(text).digest('hex'),
    open: () => Promise.resolve(Readable.from([Buffer.from(text)])),
  });

  test('packs all of them under their paths, wherever they lie', async (t) => {
    const { filePath, directory } = await taskWithFiles(t, { 'output/0001.png': 'frame', '../wood': 'wood' });
    const projectFiles = [
      { path: 'scene.blend', absolutePath: join(directory, 'scene.blend') },
      { path: 'textures/wood.png', absolutePath: join(directory, '../wood') },
      { path: 'textures/empty.txt', ...fetched('') },
      { path: 'textures/x.txt', ...fetched('x'.repeat(300_000)) },
    ];
    const archive = join(await temporaryFolder(t), 'a.zip');
    const pack = async (files: typeof projectFiles) => {
      await writeFile(archive, streamResultZip({ filePath, includeProject: true, projectFiles: files }));
      checkArchive(archive);
      return listArchive(archive).map(({ name }) => name);
    };
    const names = projectFiles.map(({ path }) => path);
    assert.deepEqual(await pack(projectFiles), ['0001.png', ...names]);
    assert.equal(readArchive(archive, 'textures/x.txt').toString(), 'x'.repeat(300_000));
    const clashing = { path: '0001.PNG', ...fetched('reference') };
    assert.deepEqual(await pack([...projectFiles, clashing]), [
      '0001.png',
      ...[...names, '0001.PNG'].map((name) => `project/${name}`),
    ]);
  });

  test('breaks off when one of them is gone', async (t) => {
    const { filePath } = await taskWithFiles(t, {});
    const projectFiles = [
      { path: 'a', ...fetched('a') },
      { path: 'b', ...fetched('b'), open: () => Promise.reject(new Error('gone')) },
    ];
    await assert.rejects(buffer(streamResultZip({ filePath, includeProject: true, projectFiles })), /gone/);
  });

  test('fetches nothing for which there is no room, and sends nothing that is not what it was', async (t) => {
    const { filePath } = await taskWithFiles(t, {});
    const opened = mock.fn(fetched('a').open);
    const pack = (file: ProjectFileToPack, minFreeBytes: number) =>
      buffer(
        streamResultZip({
          ...{ filePath, includeProject: true, projectFiles: [file] },
          fetchLimits: { minFreeBytes, idleTimeoutMs: 60_000 },
        }),
      );
    await assert.rejects(pack({ path: 'a', ...fetched('a'), size: 2 ** 60, open: opened }, 0), (error) =>
      isDomainError(error, 'disk-full'),
    );
    await assert.rejects(pack({ path: 'a', ...fetched('a'), open: opened }, 2 ** 60), (error) =>
      isDomainError(error, 'disk-full'),
    );
    assert.equal(opened.mock.callCount(), 0);
    await assert.rejects(pack({ path: 'a', ...fetched('a'), open: fetched('b').open }, 0), (error) =>
      isDomainError(error, 'content-damaged'),
    );
    const absolutePath = filePath;
    const check = () => Promise.reject(new Error('changed'));
    await assert.rejects(pack({ path: 'a', absolutePath, check }, 0), /changed/);
  });

  test('stops fetching when its reader goes', { timeout: 60_000 }, async (t) => {
    const { filePath } = await taskWithFiles(t, {});
    const begun = Promise.withResolvers<undefined>();
    const source = new Readable({
      read: () => {
        begun.resolve(undefined);
      },
    });
    const projectFiles = [{ path: 'a', ...fetched('a'), open: () => Promise.resolve(source) }];
    const archive = streamResultZip({ filePath, includeProject: true, projectFiles });
    archive.once('error', () => undefined).resume();
    await begun.promise;
    const closed = once(source, 'close');
    archive.destroy();
    await closed;
  });
});

suite('streamResultZip beyond 4 GiB', () => {
  test('makes ZIP64 that others accept', { timeout: 300_000 }, async (t) => {
    const { filePath, directory } = await taskWithFiles(t, { 'output/b.png': 'behind 4 GiB' });
    // Sparse: zeros that take no room. The archive of it is made sparse again below.
    const large = join(directory, 'output', 'a.exr');
    await writeFile(large, '');
    await truncate(large, 4_296_000_000);
    const archive = join(await temporaryFolder(t), 'results.zip');
    await writeSparsely(archive, streamResultZip({ filePath, includeProject: false }));
    assert.deepEqual(
      listArchive(archive).map(({ name, size }) => `${name} ${size}`),
      ['a.exr 4296000000', 'b.png 12'],
    );
    checkLargeArchive(archive);
    checkArchive(archive, 'b.png');
    assert.equal(readArchive(archive, 'b.png').toString(), 'behind 4 GiB');
  });
});

/** Writes a stream to a file, leaving holes for chunks of zeros. */
async function writeSparsely(path: string, stream: AsyncIterable<Buffer>): Promise<void> {
  const zeros = Buffer.alloc(1024 * 1024);
  const file = await open(path, 'w');
  let at = 0;
  for await (const chunk of stream) {
    if (!chunk.equals(zeros.subarray(0, chunk.length))) await file.write(chunk, 0, chunk.length, at);
    at += chunk.length;
  }
  await file.truncate(at);
  await file.close();
}

/** How many files below the folder this process holds open. */
async function openFilesUnder(directory: string): Promise<number> {
  const links = await Promise.all(
    (await readdir('/proc/self/fd')).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')),
  );
  return links.filter((link) => link.startsWith(directory)).length;
}

/** Waits until the condition holds, at most 5 s. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  const giveUpAt = performance.now() + 5000;
  while (!(await holds())) {
    assert.ok(performance.now() < giveUpAt, 'waited for 5 s');
    await new Promise((resolve) => setImmediate(resolve));
  }
}
