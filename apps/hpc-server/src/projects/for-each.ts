/** Operations on files at once: as many as Node does, and some that wait for them. */
const atOnce = 16;

/** Works on some at a time. After an error nothing more is begun. @throws the first error, when all have ended */
export async function forEach<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const iterator = items.values();
  let hasFailed = false;
  async function takeNext(): Promise<void> {
    // All of them take from the same iterator.
    for (const item of iterator) {
      if (hasFailed) return;
      await work(item).catch((error: unknown) => {
        hasFailed = true;
        throw error;
      });
    }
  }
  const ends = await Promise.allSettled(Array.from({ length: Math.min(atOnce, items.length) }, takeNext));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}
