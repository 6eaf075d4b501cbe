const lineFeed = 0x0a;

/** Reads a stream in pieces of the lengths that the reader wants. */
export interface PieceReader {
  /**
   * The bytes before the next line feed, which is read as well.
   *
   * @returns undefined when there is none within `maxBytes`, or the stream ends before it
   */
  line(maxBytes: number): Promise<Buffer | undefined>;
  /** @returns so many bytes; fewer at the end of the stream */
  take(length: number): Promise<Buffer>;
}

/** @param next gives the next chunk, undefined at the end */
export function createPieceReader(next: () => Promise<Uint8Array | undefined>): PieceReader {
  /** Bytes that have come and were not taken. */
  let rest: Buffer = Buffer.alloc(0);

  return {
    async line(maxBytes) {
      while (rest.length <= maxBytes) {
        const end = rest.indexOf(lineFeed);
        if (end >= 0) {
          const line = rest.subarray(0, end);
          rest = rest.subarray(end + 1);
          return line;
        }
        const chunk = await next();
        if (chunk === undefined) return undefined;
        rest = Buffer.concat([rest, chunk]);
      }
      return undefined;
    },
    async take(length) {
      if (rest.length < length) {
        const parts: Uint8Array[] = [rest];
        let bytes = rest.length;
        while (bytes < length) {
          const chunk = await next();
          if (chunk === undefined) break;
          parts.push(chunk);
          bytes += chunk.length;
        }
        rest = Buffer.concat(parts, bytes);
      }
      const taken = rest.subarray(0, length);
      rest = rest.subarray(taken.length);
      return taken;
    },
  };
}
