/**
 * Works on what comes, so many items at once. The first failure ends it: nothing more is asked for, and what is under
 * way is waited for.
 *
 * @throws the first failure, of an item or of the source
 */
export async function inWindow<Item>(
  items: AsyncIterable<Item>,
  atOnce: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const underWay = new Set<Promise<void>>();
  let failure: { readonly error: unknown } | undefined;
  const note = (error: unknown): void => {
    failure ??= { error };
  };
  try {
    for await (const item of items) {
      const one: Promise<void> = work(item)
        .catch(note)
        .finally(() => underWay.delete(one));
      underWay.add(one);
      if (underWay.size >= atOnce) await Promise.race(underWay);
      if (failure !== undefined) break;
    }
  } catch (error) {
    note(error);
  }
  await Promise.all(underWay);
  if (failure !== undefined) throw failure.error;
}
