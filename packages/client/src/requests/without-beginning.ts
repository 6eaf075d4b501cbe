/** The stream without its first bytes: for a proxy that answers with the whole file when asked for its end. */
export function withoutBeginning(
  stream: ReadableStream<Uint8Array>,
  bytes: number,
): ReadableStream<Uint8Array> {
  let left = bytes;
  return stream.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        const skipped = Math.min(left, chunk.length);
        left -= skipped;
        if (skipped < chunk.length) controller.enqueue(chunk.subarray(skipped));
      },
    }),
  );
}
