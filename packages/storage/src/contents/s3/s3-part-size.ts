const defaultPartBytes = 8 * 1024 * 1024;
/** Three of them are in memory for each content that arrives. */
const largestPartBytes = 32 * 1024 * 1024;
/** The most parts that an object may have. */
const maxParts = 10_000;

/**
 * How large the parts are in which a content is sent, and the most bytes that they can hold. All but the last are
 * of one size, which some storages insist on.
 *
 * @param mostBytes that may arrive
 */
export function partSizeFor(
  mostBytes: number,
  smallestPartBytes = defaultPartBytes,
): { readonly partBytes: number; readonly maxBytes: number } {
  const needed = Math.ceil(mostBytes / maxParts);
  const partBytes = Math.max(smallestPartBytes, Math.min(needed, largestPartBytes));
  return { partBytes, maxBytes: Math.min(mostBytes, partBytes * maxParts) };
}
