/**
 * Does work for the items of a source before it is asked for, a few at a time, and yields the results in the
 * source's order. When the reader stops early, results that nobody took are given to `drop`.
 *
 * @param ahead most pieces of work begun and not yet taken
 */
export async function* lookAhead<Item, Result>(
  source: AsyncIterable<Item>,
  ahead: number,
  work: (item: Item) => Promise<Result>,
  drop: (result: Result) => void,
): AsyncGenerator<Result> {
  const iterator = source[Symbol.asyncIterator]();
  const begun: Promise<Result>[] = [];
  let isAtEnd = false;
  try {
    for (;;) {
      while (!isAtEnd && begun.length < ahead) {
        const item = await iterator.next();
        if (item.done === true) {
          isAtEnd = true;
        } else {
          const result = work(item.value);
          // Looked at when its turn comes; a failure before that is nobody's unhandled rejection.
          result.catch(() => undefined);
          begun.push(result);
        }
      }
      const first = begun.shift();
      if (first === undefined) return;
      yield await first;
    }
  } finally {
    await iterator.return?.(undefined);
    for (const outcome of await Promise.allSettled(begun)) {
      if (outcome.status === 'fulfilled') drop(outcome.value);
    }
  }
}
