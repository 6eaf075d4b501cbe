import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { suite, test, type TestContext } from 'node:test';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { createOpenUploads, mostOpen } from './open-uploads.ts';
import { createUploadShelf, type UploadShelf } from './upload-shelf.ts';

const unlimited = { maxCount: Infinity, maxBytes: Infinity };
const options = { minFreeBytes: 0, idleTimeoutMs: 60_000 };
const bytes = randomBytes(3_000_001);
const sha256 = createHash('sha256').update(bytes).digest('hex');
const whole = { userId: 7, sha256, size: bytes.length, createdAtMs: 5 };

async function newShelf(t: TestContext): Promise<{ shelf: UploadShelf; folder: string }> {
  const folder = join(await temporaryFolder(t), 'not', 'there');
  const shelf = createUploadShelf({ folder, ...options });
  t.after(() => shelf.close());
  return { shelf, folder };
}

/** Bytes `from` to `to`, and then a connection that breaks. */
function broken(from: number, to: number): Readable {
  return Readable.from(
    (async function* () {
      yield bytes.subarray(from, to);
      await Promise.resolve();
      throw new Error('ECONNRESET');
    })(),
  );
}

const piece = (from: number, to = bytes.length) => Readable.from([bytes.subarray(from, to)]);

suite('uploads in pieces', () => {
  test('arrive in one, or in several with breaks between them', async (t) => {
    const { shelf } = await newShelf(t);
    for (const cuts of [[], [1], [70_000, 600_000, 600_001], [bytes.length]]) {
      const upload = await shelf.create(whole, unlimited);
      assert.deepEqual(await shelf.find(upload.uploadId), { ...upload, offset: 0 });
      let offset = 0;
      for (const cut of cuts) {
        await assert.rejects(shelf.append(upload, { offset, source: broken(offset, cut) }), {
          code: 'upload-incomplete',
        });
        offset = (await shelf.find(upload.uploadId))?.offset ?? -1;
        assert.equal(offset, cut, 'what had come stays');
      }
      assert.equal(await shelf.append(upload, { offset, source: piece(offset) }), bytes.length);
      assert.deepEqual(await readFile(await shelf.finish(upload)), bytes);
    }
  });

  test('go on after a restart, from what is on the disk', async (t) => {
    const { shelf, folder } = await newShelf(t);
    const upload = await shelf.create(whole, unlimited);
    await shelf.append(upload, { offset: 0, source: piece(0, 1_500_000) });
    const killed = createUploadShelf({ folder, ...options });
    const onDisk = (await killed.find(upload.uploadId))?.offset ?? 0;
    assert.ok(onDisk <= 1_500_000 && onDisk >= 512 * 1024, `${onDisk} bytes are on the disk`);
    await shelf.close();
    const next = createUploadShelf({ folder, ...options });
    assert.deepEqual(await next.find(upload.uploadId), { ...upload, offset: 1_500_000 });
    assert.equal(await next.append(upload, { offset: 1_500_000, source: piece(1_500_000) }), bytes.length);
    assert.deepEqual(await readFile(await next.finish(upload)), bytes);
    await next.remove(upload.uploadId);
    assert.deepEqual(await readdir(folder), []);
    assert.equal(await next.find(upload.uploadId), undefined);
  });

  test('count from the moment they are asked for until they are gone, also after a restart', async (t) => {
    const { shelf, folder } = await newShelf(t);
    const refused = { code: 'open-uploads-limit' };
    const two = { maxCount: 2, maxBytes: 2 * bytes.length };
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => shelf.create(whole, two)));
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['fulfilled', 'fulfilled', 'rejected'],
    );
    await shelf.create({ ...whole, userId: 8 }, two);
    const restarted = createUploadShelf({ folder, ...options });
    await assert.rejects(restarted.create(whole, two), refused);
    await assert.rejects(restarted.create(whole, { ...unlimited, maxBytes: 3 * bytes.length - 1 }), refused);
    const [first] = outcomes;
    assert.ok(first?.status === 'fulfilled');
    await restarted.remove(first.value.uploadId);
    await restarted.create(whole, two);
    const full = createUploadShelf({ folder, ...options, minFreeBytes: Number.MAX_SAFE_INTEGER });
    const three = { maxCount: 3, maxBytes: Infinity };
    await assert.rejects(full.create(whole, three), { code: 'disk-full' });
    await assert.rejects(full.create(whole, three), { code: 'disk-full' }, 'The first does not count.');
  });

  test('more of them than are kept open at once', async (t) => {
    const { shelf } = await newShelf(t);
    const uploads = await Promise.all(Array.from({ length: 60 }, () => shelf.create(whole, unlimited)));
    for (const cut of [100_000, 800_000]) {
      for (const upload of uploads) {
        const offset = (await shelf.find(upload.uploadId))?.offset ?? -1;
        await shelf.append(upload, { offset, source: piece(offset, cut) });
      }
    }
    for (const upload of [uploads[0], uploads[59]]) {
      assert.ok(upload);
      await shelf.append(upload, { offset: 800_000, source: piece(800_000) });
      await shelf.finish(upload);
    }
  });

  test('no more of them are open than may be, when many are opened at once', async (t) => {
    const folder = await temporaryFolder(t);
    const uploads = createOpenUploads(() => false);
    t.after(() => uploads.suspendAll());
    const all = Array.from({ length: 3 * mostOpen }, (_, number) => ({ ...whole, uploadId: String(number) }));
    const openAll = async (some: typeof all) =>
      Promise.all(
        some.map(async (upload) => {
          const path = join(folder, upload.uploadId);
          await writeFile(path, '');
          await uploads.open(upload, path, 0);
        }),
      );
    await openAll(all.slice(0, mostOpen));
    await openAll(all.slice(mostOpen));
    const open = all.filter(({ uploadId }) => uploads.get(uploadId) !== undefined);
    assert.equal(open.length, mostOpen);
  });

  test('take one request at a time, where they have got to, and no more than was announced', async (t) => {
    const { shelf, folder } = await newShelf(t);
    const upload = await shelf.create(whole, unlimited);
    const slow = new PassThrough();
    const first = shelf.append(upload, { offset: 0, source: slow });
    await assert.rejects(shelf.append(upload, { offset: 0, source: piece(0) }), { code: 'upload-locked' });
    await assert.rejects(shelf.remove(upload.uploadId), { code: 'upload-locked' });
    slow.end(bytes.subarray(0, 10));
    assert.equal(await first, 10);
    await assert.rejects(shelf.append(upload, { offset: 0, source: piece(0) }), {
      code: 'upload-offset-wrong',
      details: { offset: 0, has: 10 },
    });
    const tooMuch = Readable.from([bytes.subarray(10), Buffer.from('x')]);
    await assert.rejects(shelf.append(upload, { offset: 10, source: tooMuch }), { code: 'upload-too-large' });
    await shelf.remove(upload.uploadId);
    await assert.rejects(shelf.append(upload, { offset: 0, source: piece(0) }), { code: 'upload-not-found' });
    assert.deepEqual(await readdir(folder), []);
  });

  test('that are not what was announced leave nothing', async (t) => {
    const { shelf, folder } = await newShelf(t);
    const liar = await shelf.create({ ...whole, sha256: 'a'.repeat(64) }, unlimited);
    await shelf.append(liar, { offset: 0, source: piece(0) });
    await assert.rejects(shelf.finish(liar), { code: 'content-corrupted' });
    const rotten = await shelf.create(whole, unlimited);
    await shelf.append(rotten, { offset: 0, source: piece(0) });
    await shelf.close();
    await truncate(join(folder, rotten.uploadId), bytes.length - 1);
    await assert.rejects(shelf.finish(rotten), { code: 'content-corrupted' });
    assert.deepEqual(await readdir(folder), []);
  });

  test('stop at a full disk, a silent sender and an abort, and keep what they have', async (t) => {
    const { folder } = await newShelf(t);
    const full = createUploadShelf({ ...options, folder, minFreeBytes: Number.MAX_SAFE_INTEGER });
    await assert.rejects(full.create(whole, unlimited), { code: 'disk-full' });
    const impatient = createUploadShelf({ folder, minFreeBytes: 0, idleTimeoutMs: 20 });
    const upload = await impatient.create(whole, unlimited);
    const silent = new PassThrough();
    silent.write(bytes.subarray(0, 5));
    await assert.rejects(impatient.append(upload, { offset: 0, source: silent }), {
      code: 'upload-timed-out',
    });
    const signal = AbortSignal.abort(new Error('gone'));
    await assert.rejects(impatient.append(upload, { offset: 5, source: piece(5), signal }), /gone/);
    assert.equal((await impatient.find(upload.uploadId))?.offset, 5);
    await assert.rejects(full.append(upload, { offset: 0, source: piece(0) }), { code: 'disk-full' });
  });

  test('are swept when nothing was added for long', async (t) => {
    const { shelf, folder } = await newShelf(t);
    const old = await shelf.create(whole, unlimited);
    const young = await shelf.create(whole, unlimited);
    const hourAgo = Date.now() / 1000 - 3600;
    await utimes(join(folder, old.uploadId), hourAgo, hourAgo);
    assert.equal(await shelf.sweep({ olderThanMs: 1_800_000 }), 1);
    assert.equal(await shelf.find(old.uploadId), undefined);
    assert.ok(await shelf.find(young.uploadId));
    for (const strange of ['', '../../etc/passwd', `${young.uploadId}.json`, 'x'.repeat(36)]) {
      assert.equal(await shelf.find(strange), undefined);
    }
  });
});
