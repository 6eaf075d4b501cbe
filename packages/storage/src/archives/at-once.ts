/**
 * Works on so many items at once, in their order. The first failure, or the signal, ends it: the others are told by
 * their signal and waited for.
 *
 * @throws the first failure, the signal's reason
 */
export async function eachAtOnce<Item>(
  items: Iterable<Item>,
  atOnce: number,
  signal: AbortSignal | undefined,
  work: (item: Item, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const failed = new AbortController();
  const stopped = signal === undefined ? failed.signal : AbortSignal.any([signal, failed.signal]);
  const waiting = items[Symbol.iterator]();

  async function workOn(): Promise<void> {
    for (let item = waiting.next(); item.done !== true; item = waiting.next()) {
      if (stopped.aborted) return;
      try {
        await work(item.value, stopped);
      } catch (error) {
        // Only the first one counts: what follows from it says nothing new.
        failed.abort(error);
        return;
      }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, workOn));
  stopped.throwIfAborted();
}
