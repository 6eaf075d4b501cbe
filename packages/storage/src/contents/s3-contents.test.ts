import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { suite, test, type TestContext } from 'node:test';
import { isDomainError } from '@renderonline/domain';
import { startS3Server } from '../testing/s3-server.ts';
import { exerciseContentStore } from './conformance/content-store-exercise.ts';
import { createS3Contents } from './s3-contents.ts';
import { createS3Bucket } from './s3/s3-bucket.ts';
import { partSizeFor } from './s3/s3-part-size.ts';
import type { S3ContentsOptions } from './s3/s3-options.ts';

/** Small, so that contents of the tests have several parts and lists several pages. */
const small = { partBytes: 300_000, copyBytes: 500_000, pageSize: 3 };

async function open(t: TestContext, change: Partial<S3ContentsOptions> = {}) {
  const server = await startS3Server(t);
  const { endpoint, bucket, credentials } = server;
  const options: S3ContentsOptions = { endpoint, bucket, credentials, prefix: 'farm', ...small, ...change };
  return { server, options, store: await createS3Contents(options) };
}

exerciseContentStore(
  'contents in S3',
  async (t) => {
    const { options, store } = await open(t);
    const bucket = createS3Bucket(options);
    return {
      store,
      async leftOvers() {
        const uploads = await Array.fromAsync(bucket.listUploads('farm/'));
        const objects = await Array.fromAsync(bucket.list('farm/.incoming/'));
        return [...uploads, ...objects].map(({ key }) => key);
      },
      async leaveUnfinished() {
        const key = 'farm/.incoming/of-a-killed-program';
        await bucket.addPart(key, await bucket.startUpload(key), 1, Buffer.from('half'));
      },
    };
  },
  1_300_000,
);

const hello = () => ({ source: Readable.from([Buffer.from('hello')]), maxBytes: 100 });
const isUnavailable = (error: unknown): boolean => isDomainError(error, 'object-storage-unavailable');

suite('createS3Contents', () => {
  test('keeps farms with different prefixes apart', async (t) => {
    const { options, store } = await open(t, { prefix: '' });
    const other = await createS3Contents({ ...options, prefix: 'other farm/' });
    const { sha256 } = await store.put(hello());
    assert.equal(await other.sizeOf(sha256), undefined);
    await other.put({ source: Readable.from([randomBytes(1_000_000)]), maxBytes: 2 ** 40 });
    assert.deepEqual(
      (await Array.fromAsync(store.list())).map((content) => content.sha256),
      [sha256],
    );
    assert.equal((await Array.fromAsync(other.list())).length, 1);
  });

  test('sweeps a copy that was never finished', async (t) => {
    const { options, store } = await open(t);
    await createS3Bucket(options).put('farm/.incoming/whole', Buffer.from('x'));
    assert.equal(await store.sweep({ olderThanMs: 3_600_000 }), 0);
    // The storage counts whole seconds, and may count the next one already.
    assert.equal(await store.sweep({ olderThanMs: -2000 }), 1);
    assert.equal(await store.sweep({ olderThanMs: -2000 }), 0);
  });

  test('says when the storage refuses or is full, and works again afterwards', async (t) => {
    const { server, options, store } = await open(t);
    const { sha256 } = await store.put(hello());
    server.failWith(403);
    await assert.rejects(store.sizeOf(sha256), isUnavailable);
    await assert.rejects(store.open(sha256), isUnavailable);
    await assert.rejects(store.put(hello()), isUnavailable);
    await assert.rejects(Array.fromAsync(store.list()), isUnavailable);
    server.failWith(undefined);
    assert.equal(await store.sizeOf(sha256), 5);

    const strangers = { accessKeyId: 'unknown', secretAccessKey: 'unknown' };
    const stranger = await createS3Contents({ ...options, credentials: strangers });
    await assert.rejects(stranger.put(hello()), isUnavailable);
    const nowhere = await createS3Contents({ ...options, bucket: 'no-such-bucket' });
    await assert.rejects(nowhere.put(hello()), isUnavailable);
    await assert.rejects(nowhere.open(sha256), isUnavailable);
  });

  test('ends what it sends when it is canceled', async (t) => {
    const { store } = await open(t);
    const canceled = new AbortController();
    const reason = new Error('canceled');
    async function* source(): AsyncGenerator<Buffer> {
      for (let sent = 0; sent < 20; sent += 1) {
        yield randomBytes(100_000);
        if (sent === 10) canceled.abort(reason);
      }
    }
    const input = { source: Readable.from(source()), maxBytes: 2 ** 40, signal: canceled.signal };
    await assert.rejects(store.put(input), (error) => error === reason);
    assert.equal(await store.sweep({ olderThanMs: -2000 }), 0);
  });

  test('takes no more into memory than a few parts when the storage is slow', async (t) => {
    const { server, store } = await open(t);
    const answer = Promise.withResolvers<undefined>();
    const chunkBytes = 50_000;
    let taken = 0;
    async function* source(): AsyncGenerator<Buffer> {
      for (; taken < 3_000_000; taken += chunkBytes) {
        yield Buffer.alloc(chunkBytes, taken % 251);
      }
    }
    server.waitFor(answer.promise);
    const storing = store.put({ source: Readable.from(source(), { highWaterMark: 1 }), maxBytes: 2 ** 30 });
    const untilStill = async (): Promise<void> => {
      for (let before = -1; before !== taken;) {
        before = taken;
        for (let turn = 0; turn < 200; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      }
    };
    await untilStill();
    assert.ok(taken > 0 && taken <= 4 * small.partBytes, `${taken}`);
    answer.resolve(undefined);
    assert.equal((await storing).size, 3_000_000);
  });

  test('reads back what came in uneven pieces', async (t) => {
    const { store } = await open(t);
    const bytes = randomBytes(2_000_003);
    const pieces = [bytes.subarray(0, 1), bytes.subarray(1, 900_001), bytes.subarray(900_001)];
    const { sha256, size } = await store.put({ source: Readable.from(pieces), maxBytes: 2 ** 40 });
    assert.equal(size, bytes.length);
    assert.ok(bytes.equals(await buffer((await store.open(sha256)).stream)));
  });
});

test('parts are large enough for what may arrive, and small enough for memory', () => {
  const mebibyte = 2 ** 20;
  assert.deepEqual(partSizeFor(5), { partBytes: 8 * mebibyte, maxBytes: 5 });
  assert.deepEqual(partSizeFor(64 * 2 ** 30), { partBytes: 8 * mebibyte, maxBytes: 64 * 2 ** 30 });
  assert.equal(partSizeFor(200 * 2 ** 30).partBytes, Math.ceil((200 * 2 ** 30) / 10_000));
  assert.deepEqual(partSizeFor(2 ** 50), { partBytes: 32 * mebibyte, maxBytes: 320_000 * mebibyte });
});
