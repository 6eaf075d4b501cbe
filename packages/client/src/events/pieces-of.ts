/**
 * What comes of a stream, piece by piece. WebKit's streams cannot be iterated over, and with them those of Safari and
 * of the desktop program on Linux and macOS. Whoever stops listening lets the stream go.
 */
export async function* piecesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    // What has broken cannot be let go any more.
    await reader.cancel().catch(() => undefined);
  }
}
