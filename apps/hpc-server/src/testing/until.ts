import { setTimeout as delay } from 'node:timers/promises';

const lookEveryMs = 20;

/**
 * For tests of real processes: waits until a condition holds.
 *
 * @returns the first value that is neither undefined nor false
 * @throws Error naming `what` when it does not come true within the limit.
 */
export async function until<T>(
  what: string,
  condition: () => T | Promise<T>,
  limitMs = 30_000,
): Promise<Exclude<T, undefined | false>> {
  const endMs = Date.now() + limitMs;
  for (;;) {
    const value = await condition();
    if (value !== undefined && value !== false) return value as Exclude<T, undefined | false>;
    if (Date.now() > endMs) throw new Error(`waited ${limitMs} ms in vain: ${what}`);
    await delay(lookEveryMs);
  }
}
