import assert from 'node:assert/strict';
import type { UnderlyingSource } from 'node:stream/web';
import { test } from 'node:test';
import { piecesOf } from './pieces-of.ts';

/** A stream as WebKit has it. */
function streamOf(source: UnderlyingSource<Uint8Array>): ReadableStream<Uint8Array> {
  const stream = new ReadableStream(source);
  Object.defineProperty(stream, Symbol.asyncIterator, { value: undefined });
  return stream;
}

function counting(pieces: number): UnderlyingSource<Uint8Array> & { canceled: boolean } {
  let sent = 0;
  return {
    canceled: false,
    pull(controller) {
      if (sent === pieces) controller.close();
      else controller.enqueue(Uint8Array.of(++sent));
    },
    cancel() {
      this.canceled = true;
    },
  };
}

test('the pieces come in order, where streams cannot be iterated over', async () => {
  const pieces = await Array.fromAsync(piecesOf(streamOf(counting(3))));
  assert.deepEqual(
    pieces.map((piece) => piece[0]),
    [1, 2, 3],
  );
});

test('a stream that nobody listens to any more is let go', async () => {
  const source = counting(3);
  for await (const piece of piecesOf(streamOf(source))) {
    assert.deepEqual([...piece], [1]);
    break;
  }
  assert.equal(source.canceled, true);
});

test('a stream that breaks breaks with its own error', async () => {
  const broken = streamOf({
    pull(controller) {
      controller.error(new Error('the cable'));
    },
  });
  await assert.rejects(Array.fromAsync(piecesOf(broken)), /the cable/);
});
