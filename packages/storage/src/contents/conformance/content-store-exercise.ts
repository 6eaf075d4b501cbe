import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { suite, test, type TestContext } from 'node:test';
import { domainError, isDomainError, type ErrorCode } from '@renderonline/domain';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import type { ContentStore, NewContent } from '../content-store.ts';

/** A store that is empty, and a look behind it. */
export interface StoreUnderTest {
  readonly store: ContentStore;
  /** What lies there of contents that are not whole. */
  readonly leftOvers: () => Promise<string[]>;
  /** Leaves what a program leaves that is killed while it writes. */
  readonly leaveUnfinished: () => Promise<void>;
}

const sha256Of = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const absent = sha256Of('never stored');

function inPieces(bytes: Uint8Array, pieceBytes: number): Readable {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += pieceBytes) pieces.push(bytes.subarray(at, at + pieceBytes));
  return Readable.from(pieces);
}

const newContent = (bytes: string | Uint8Array, change: Partial<NewContent> = {}): NewContent => ({
  source: inPieces(Buffer.from(bytes), 65_536),
  maxBytes: 2 ** 40,
  ...change,
});

async function refuses(work: Promise<unknown>, code: ErrorCode): Promise<void> {
  await assert.rejects(work, (error) => isDomainError(error, code));
}

/** So many bytes, and then whatever `then` does. */
function sourceThat(then: () => unknown, bytes = 1_000_000): Readable {
  async function* pieces(): AsyncGenerator<Buffer> {
    for (let sent = 0; sent < bytes; sent += 100_000) yield Buffer.alloc(Math.min(100_000, bytes - sent), 7);
    await then();
  }
  return Readable.from(pieces());
}

/**
 * What every ContentStore must do.
 *
 * @param largeBytes size of a content that the store does not hold in one piece
 */
export function exerciseContentStore(
  name: string,
  open: (t: TestContext) => Promise<StoreUnderTest>,
  largeBytes: number,
): void {
  suite(name, () => {
    test('gives back what it was given: empty, small, large, announced or not', async (t) => {
      const { store, leftOvers } = await open(t);
      for (const size of [0, 1, 524_288, 524_289, largeBytes]) {
        const bytes = randomBytes(size);
        const sha256 = sha256Of(bytes);
        assert.equal(await store.sizeOf(sha256), undefined);
        const announced = size % 2 === 0 ? {} : { sha256, size };
        assert.deepEqual(await store.put(newContent(bytes, announced)), { sha256, size });
        assert.equal(await store.sizeOf(sha256), size);
        const opened = await store.open(sha256);
        assert.equal(opened.size, size);
        assert.ok(bytes.equals(await buffer(opened.stream)));
      }
      assert.deepEqual(await leftOvers(), []);
    });

    test('reads ranges, and refuses those that lie outside', async (t) => {
      const { store } = await open(t);
      const { sha256 } = await store.put(newContent('0123456789'));
      const ranges: [number, number, string][] = [
        [0, 0, '0'],
        [3, 5, '345'],
        [9, 9, '9'],
        [7, 1000, '789'],
        [0, 9, '0123456789'],
      ];
      for (const [start, end, expected] of ranges) {
        const { size, stream } = await store.open(sha256, { start, end });
        assert.equal(size, 10);
        assert.equal(await text(stream), expected);
      }
      for (const [start, end] of [
        [10, 12],
        [-1, 2],
        [5, 4],
        [0.5, 4],
        [NaN, 4],
      ] as const) {
        await refuses(store.open(sha256, { start, end }), 'range-not-satisfiable');
      }
      const empty = await store.put(newContent(''));
      await refuses(store.open(empty.sha256, { start: 0, end: 0 }), 'range-not-satisfiable');
      await refuses(store.open(absent, { start: 0, end: 0 }), 'content-not-found');
    });

    test('knows nothing of what it does not have, and of what is no hash', async (t) => {
      const { store } = await open(t);
      for (const hash of [
        absent,
        absent.toUpperCase(),
        '',
        '../../etc/passwd',
        `${absent}/..`,
        '.incoming',
      ]) {
        assert.equal(await store.sizeOf(hash), undefined);
        assert.equal(await store.remove(hash), false);
        await refuses(store.open(hash), 'content-not-found');
      }
      assert.deepEqual(await Array.fromAsync(store.list()), []);
    });

    test('keeps nothing of what is not as it was announced', async (t) => {
      const { store, leftOvers } = await open(t);
      const large = Buffer.alloc(largeBytes, 'x');
      for (const bytes of [Buffer.from('content'), large]) {
        const wrong: Partial<NewContent>[] = [
          { sha256: absent },
          { size: bytes.length + 1 },
          { size: bytes.length - 1 },
          { sha256: 'no hash' },
          { size: -1 },
          { size: 0.5 },
        ];
        for (const change of wrong) {
          const input = newContent(bytes, change);
          await refuses(store.put(input), 'content-corrupted');
          assert.ok(input.source.destroyed);
        }
        await refuses(store.put(newContent(bytes, { maxBytes: bytes.length - 1 })), 'upload-too-large');
        await refuses(
          store.put(newContent(bytes, { maxBytes: bytes.length - 1, size: bytes.length })),
          'upload-too-large',
        );
      }
      assert.equal(await store.sizeOf(absent), undefined);
      assert.deepEqual(await Array.fromAsync(store.list()), []);
      assert.deepEqual(await leftOvers(), []);
    });

    test('keeps nothing of what breaks off, and passes on why', async (t) => {
      const { store, leftOvers } = await open(t);
      const failing = (error: Error): NewContent => ({
        source: sourceThat(() => {
          throw error;
        }, largeBytes),
        maxBytes: 2 ** 40,
      });
      await refuses(store.put(failing(new Error('reset'))), 'upload-incomplete');
      await refuses(store.put(failing(domainError('lease-lost', 'Of the source.'))), 'lease-lost');

      const canceled = new AbortController();
      const reason = new Error('canceled');
      const source = sourceThat(() => {
        canceled.abort(reason);
        return new Promise(() => undefined);
      }, largeBytes);
      const { signal } = canceled;
      await assert.rejects(store.put({ source, maxBytes: 2 ** 40, signal }), (error) => error === reason);
      assert.ok(source.destroyed);
      await assert.rejects(store.put(newContent('x', { signal })), (error) => error === reason);
      assert.deepEqual(await Array.fromAsync(store.list()), []);
      assert.deepEqual(await leftOvers(), []);
    });

    test('takes the same content many times at once, and while it is read', async (t) => {
      const { store, leftOvers } = await open(t);
      const bytes = randomBytes(largeBytes);
      const sha256 = sha256Of(bytes);
      const size = largeBytes;
      const stored = await Promise.all(
        Array.from({ length: 4 }, (_, index) =>
          store.put(newContent(bytes, index % 2 === 0 ? {} : { sha256, size })),
        ),
      );
      for (const one of stored) assert.deepEqual(one, { sha256, size });
      const reading = await store.open(sha256);
      await store.put(newContent(bytes));
      assert.ok(bytes.equals(await buffer(reading.stream)));
      const [listed, ...others] = await Array.fromAsync(store.list());
      assert.deepEqual(others, []);
      assert.equal(listed?.sha256, sha256);
      assert.deepEqual(await leftOvers(), []);
    });

    test('takes small contents together, also those that it has, and says which is wrong', async (t) => {
      const { store, leftOvers } = await open(t);
      const contents = Array.from({ length: 40 }, (_, index) => randomBytes(index * 500));
      const small = (bytes: Buffer) => ({ sha256: sha256Of(bytes), size: bytes.length, bytes });
      await store.putSmall(Readable.from(contents.map(small)));
      await store.putSmall(Readable.from([...contents.slice(0, 5), ...contents.slice(0, 5)].map(small)));
      for (const bytes of contents) {
        assert.ok(bytes.equals(await buffer((await store.open(sha256Of(bytes))).stream)));
      }
      assert.equal((await Array.fromAsync(store.list())).length, contents.length);

      const other = small(randomBytes(100));
      for (const wrong of [
        { ...other, sha256: absent },
        { ...other, size: 99 },
      ]) {
        await refuses(store.putSmall(Readable.from([wrong, ...contents.map(small)])), 'content-corrupted');
        await refuses(store.putSmall(Readable.from([...contents.map(small), wrong])), 'content-corrupted');
      }
      const failing = sourceThat(() => {
        throw domainError('lease-lost', 'Of the source.');
      }, 0);
      await refuses(store.putSmall(failing), 'lease-lost');
      assert.equal((await Array.fromAsync(store.list())).length, contents.length);
      assert.deepEqual(await leftOvers(), []);
    });

    test('lists and removes', async (t) => {
      const { store } = await open(t);
      const before = Date.now();
      const sizes = new Map<string, number>();
      for (let size = 0; size < 7; size += 1) {
        sizes.set((await store.put(newContent('x'.repeat(size)))).sha256, size);
      }
      const listed = await Array.fromAsync(store.list());
      assert.deepEqual(new Map(listed.map(({ sha256, size }) => [sha256, size])), sizes);
      // Whole seconds in some stores.
      for (const { modifiedAtMs } of listed) assert.ok(Math.abs(modifiedAtMs - before) < 60_000);
      const [first = '', second = ''] = sizes.keys();
      assert.equal(await store.remove(first, { storedBeforeMs: before - 60_000 }), false, 'It came since.');
      assert.equal(await store.remove(second, { storedBeforeMs: before + 60_000 }), true);
      assert.equal(await store.remove(absent, { storedBeforeMs: before }), false);
      await store.put(newContent('x'));
      assert.equal(await store.remove(first), true);
      assert.equal(await store.remove(first), false);
      assert.equal(await store.sizeOf(first), undefined);
      await refuses(store.open(first), 'content-not-found');
      assert.equal(await store.sizeOf(second), 1);
      assert.equal((await Array.fromAsync(store.list())).length, 6);
    });

    test('adopts a file, which is gone then, also when the content is there already', async (t) => {
      const { store, leftOvers } = await open(t);
      const path = join(await temporaryFolder(t), 'uploaded');
      for (const bytes of [randomBytes(largeBytes), Buffer.from('small'), Buffer.from('small')]) {
        const content = { sha256: sha256Of(bytes), size: bytes.length };
        await writeFile(path, bytes);
        await store.adopt({ path, ...content });
        await assert.rejects(stat(path), { code: 'ENOENT' });
        assert.ok(bytes.equals(await buffer((await store.open(content.sha256)).stream)));
      }
      assert.deepEqual(await leftOvers(), []);
    });

    test('sweeps what a kill left, but nothing that is arriving or whole', async (t) => {
      const { store, leftOvers, leaveUnfinished } = await open(t);
      assert.equal(await store.sweep({ olderThanMs: 0 }), 0);
      const { sha256 } = await store.put(newContent('whole'));
      await leaveUnfinished();
      assert.equal(await store.sweep({ olderThanMs: 3_600_000 }), 0);
      assert.equal((await leftOvers()).length, 1);

      const halfWay = Promise.withResolvers<undefined>();
      const swept = Promise.withResolvers<undefined>();
      const source = sourceThat(() => {
        halfWay.resolve(undefined);
        return swept.promise;
      }, largeBytes);
      const arriving = store.put({ source, maxBytes: 2 ** 40 });
      await halfWay.promise;
      assert.equal(await store.sweep({ olderThanMs: 0 }), 1);
      swept.resolve(undefined);
      assert.equal(await store.sizeOf((await arriving).sha256), largeBytes);
      assert.equal(await store.sizeOf(sha256), 5);
      assert.deepEqual(await leftOvers(), []);
    });

    test('lets go of a content that nobody reads to its end', async (t) => {
      const { store } = await open(t);
      const { sha256 } = await store.put(newContent(randomBytes(largeBytes)));
      const { stream } = await store.open(sha256);
      for await (const _chunk of stream) break;
      assert.ok(stream.destroyed);
      assert.equal(await store.remove(sha256), true);
    });
  });
}
