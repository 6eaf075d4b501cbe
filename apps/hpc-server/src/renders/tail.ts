/** Keeps the last bytes of what passes. */
export function createTail(limit: number) {
  let chunks: Buffer[] = [];
  let kept = 0;
  let dropped = 0;
  return {
    push(chunk: Buffer): void {
      chunks.push(chunk);
      kept += chunk.length;
      while (kept > limit) {
        const [oldest] = chunks;
        if (!oldest) break;
        const surplus = Math.min(oldest.length, kept - limit);
        chunks = surplus === oldest.length ? chunks.slice(1) : [oldest.subarray(surplus), ...chunks.slice(1)];
        kept -= surplus;
        dropped += surplus;
      }
    },
    dropped: () => dropped,
    content: () => Buffer.concat(chunks),
  };
}
