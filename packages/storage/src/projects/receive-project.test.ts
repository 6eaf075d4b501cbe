import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chmodSync } from 'node:fs';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { suite, test, type TestContext } from 'node:test';
import { domainError, isDomainError, ticksOf } from '@renderonline/domain';
import { receiveProject, type ReceiveRequest } from './receive-project.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

const receivedAtMs = Date.UTC(2026, 10, 23, 12);
const generous = { maxBytes: 2 ** 40, minFreeBytes: 0, idleTimeoutMs: 60_000 };

function request(downloadPath: string, change: Partial<ReceiveRequest> = {}): ReceiveRequest {
  return {
    downloadPath,
    userId: 7,
    receivedAtMs,
    fileName: 'scene.blend',
    source: Readable.from([Buffer.from('BLENDER')]),
    limits: generous,
    ...change,
  };
}

/** Everything below the folder. */
async function leftOvers(downloadPath: string): Promise<string[]> {
  return readdir(downloadPath, { recursive: true });
}

/**
 * Only Linux's root can mount a small disk of its own; elsewhere the test of the room that must stay free says the
 * same with the real disk's figures.
 */
const canMount = process.platform === 'linux' && process.getuid?.() === 0;

function inPieces(bytes: Buffer, pieceBytes: number): Readable {
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += pieceBytes) pieces.push(bytes.subarray(at, at + pieceBytes));
  return Readable.from(pieces);
}

async function* endless(): AsyncGenerator<Buffer> {
  for (;;) yield await Promise.resolve(Buffer.alloc(65_536));
}

suite('receiveProject', () => {
  for (const [size, pieceBytes] of [
    [0, 1],
    [1, 1],
    [524_288, 65_536],
    [524_289, 65_536],
    [5_000_000, 65_537],
    [9_000_000, 3_000_000],
  ] as const) {
    test(`stores ${size} bytes arriving ${pieceBytes} at a time`, async (t) => {
      const downloadPath = join(await temporaryFolder(t), 'not', 'there', 'yet');
      const bytes = randomBytes(size);
      const project = await receiveProject(request(downloadPath, { source: inPieces(bytes, pieceBytes) }));
      assert.equal(project.directory, join(downloadPath, '7', ticksOf(receivedAtMs).toString()));
      assert.equal(project.filePath, join(project.directory, 'scene.blend'));
      assert.equal(project.fileSize, size);
      assert.equal(project.sha256, createHash('sha256').update(bytes).digest('hex'));
      assert.ok(bytes.equals(await readFile(project.filePath)));
      assert.deepEqual((await readdir(project.directory)).sort(), ['.incoming', 'scene.blend']);
      await project.accept();
      assert.deepEqual(await readdir(project.directory), ['scene.blend']);
    });
  }

  test('discarding leaves nothing', async (t) => {
    const downloadPath = await temporaryFolder(t);
    const project = await receiveProject(request(downloadPath));
    await project.discard();
    assert.deepEqual(await leftOvers(downloadPath), []);
  });

  test('refusals of a user take the empty folder along under submissions that are accepted', async (t) => {
    const downloadPath = await temporaryFolder(t);
    const projects = await Promise.all(
      Array.from({ length: 40 }, async (_, index) => {
        const source = Readable.from([Buffer.from(`scene ${index}`)]);
        const project = await receiveProject(request(downloadPath, { source }));
        if (index % 2 === 1) return [project];
        await project.discard();
        return [];
      }),
    );
    for (const { filePath } of projects.flat()) assert.match(await readFile(filePath, 'utf8'), /^scene/);
    for (const project of projects.flat()) await project.discard();
    assert.deepEqual(await leftOvers(downloadPath), []);
  });

  test('submissions in the same millisecond get folders and times of their own', async (t) => {
    const downloadPath = await temporaryFolder(t);
    const projects = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        receiveProject(request(downloadPath, { source: Readable.from([Buffer.from(`scene ${index}`)]) })),
      ),
    );
    assert.equal(new Set(projects.map(({ queuedAtMs }) => queuedAtMs)).size, 20);
    for (const [index, project] of projects.entries()) {
      assert.equal(basename(project.directory), ticksOf(project.queuedAtMs).toString());
      assert.equal(await readFile(project.filePath, 'utf8'), `scene ${index}`);
    }
  });

  test('large uploads at once do not mix their hashes', async (t) => {
    const downloadPath = await temporaryFolder(t);
    const scenes = Array.from({ length: 4 }, () => randomBytes(3_000_000));
    const projects = await Promise.all(
      scenes.map((bytes) => receiveProject(request(downloadPath, { source: inPieces(bytes, 50_000) }))),
    );
    for (const [index, bytes] of scenes.entries()) {
      assert.equal(projects[index]?.sha256, createHash('sha256').update(bytes).digest('hex'));
    }
  });

  for (const fileName of [
    '../../etc/passwd.blend',
    '/etc/cron.d/evil.blend',
    'C:\\Windows\\System32\\evil.blend',
    'file:///home/someone/My%20Scene.blend',
    '.incoming',
    'output',
    'CON.blend',
    `${'ä'.repeat(300)}.blend`,
    'a\0b.blend',
  ]) {
    test(`keeps ${JSON.stringify(fileName.slice(0, 40))} inside the task's folder`, async (t) => {
      const downloadPath = await temporaryFolder(t);
      const project = await receiveProject(request(downloadPath, { fileName }));
      assert.equal(dirname(project.filePath), project.directory);
      assert.deepEqual(
        (await readdir(project.directory)).sort(),
        ['.incoming', basename(project.filePath)].sort(),
      );
      assert.notEqual(basename(project.filePath), 'output');
    });
  }
});

suite('receiveProject leaves nothing behind', () => {
  async function refuses(t: TestContext, code: string, change: Partial<ReceiveRequest>): Promise<void> {
    const downloadPath = await temporaryFolder(t);
    await assert.rejects(receiveProject(request(downloadPath, change)), (error) => {
      assert.ok(isDomainError(error), String(error));
      assert.equal(error.code, code);
      return true;
    });
    assert.deepEqual(await leftOvers(downloadPath), []);
  }

  test('of a file that is too large', async (t) => {
    await refuses(t, 'upload-too-large', {
      source: endless(),
      limits: { ...generous, maxBytes: 10_000_000 },
    });
  });

  test('of a file whose name is nothing', async (t) => {
    await refuses(t, 'file-name-invalid', { fileName: '/' });
  });

  test('of an upload that breaks off', async (t) => {
    async function* breaksOff(): AsyncGenerator<Buffer> {
      yield await Promise.resolve(Buffer.alloc(2_000_000));
      throw new Error('aborted');
    }
    await refuses(t, 'upload-incomplete', { source: breaksOff() });
  });

  test('of a stream that is destroyed', async (t) => {
    const source = new Readable({ read: () => undefined });
    source.push(Buffer.alloc(100));
    setImmediate(() => source.destroy());
    await refuses(t, 'upload-incomplete', { source });
    assert.ok(source.destroyed);
  });

  test('of an upload that is canceled, and ends its source', async (t) => {
    const stop = new AbortController();
    let taken = 0;
    const source = new Readable({
      read() {
        taken += 1;
        if (taken === 40) stop.abort();
        this.push(Buffer.alloc(65_536));
      },
    });
    await refuses(t, 'upload-incomplete', { source, signal: stop.signal });
    assert.ok(source.destroyed);
  });

  test('of an upload that was canceled before it began', async (t) => {
    await refuses(t, 'upload-incomplete', { signal: AbortSignal.abort() });
  });

  test('of an upload that stands still', async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const waiting = Promise.withResolvers<undefined>();
    async function* standsStill(): AsyncGenerator<Buffer> {
      yield Buffer.alloc(100);
      waiting.resolve(undefined);
      await new Promise(() => undefined);
    }
    const limits = { ...generous, idleTimeoutMs: 30_000 };
    const refused = refuses(t, 'upload-timed-out', { source: standsStill(), limits });
    await waiting.promise;
    t.mock.timers.tick(30_001);
    await refused;
  });

  test('when its source has its own reason', async (t) => {
    async function* refused(): AsyncGenerator<Buffer> {
      yield await Promise.resolve(Buffer.alloc(100));
      throw domainError('too-many-files', 'Only 1 file may be uploaded per request.');
    }
    await refuses(t, 'too-many-files', { source: refused() });
  });

  test('when too little of the disk would stay free', async (t) => {
    await refuses(t, 'disk-full', { limits: { ...generous, minFreeBytes: 2 ** 60 } });
  });

  test('when the disk fills up', async (t) => {
    const downloadPath = await temporaryFolder(t);
    if (!canMount) return;
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', downloadPath]);
    try {
      await fillsUp(downloadPath);
    } finally {
      execFileSync('umount', [downloadPath]);
    }
  });

  async function fillsUp(downloadPath: string): Promise<void> {
    await assert.rejects(receiveProject(request(downloadPath, { source: endless() })), (error) =>
      isDomainError(error, 'disk-full'),
    );
    assert.deepEqual(await leftOvers(downloadPath), []);
    const project = await receiveProject(request(downloadPath));
    assert.equal(project.fileSize, 7);
  }

  test('when the folder may not be written to', async (t) => {
    const downloadPath = join(await temporaryFolder(t), 'closed');
    await mkdir(downloadPath);
    // Root may write anywhere but to the kernel's own files.
    const isRoot = process.getuid?.() === 0;
    if (!isRoot) chmodSync(downloadPath, 0o500);
    const target = isRoot ? '/proc/1/fdinfo' : downloadPath;
    await assert.rejects(receiveProject(request(target)), (error) => error instanceof Error);
  });
});
