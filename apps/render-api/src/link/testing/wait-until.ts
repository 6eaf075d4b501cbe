import { setTimeout as delay } from 'node:timers/promises';

const limitMs = 10_000;
const pauseMs = 5;

/** Waits for something that another end of a socket brings about. */
export async function waitUntil<Result>(
  what: string,
  look: () => Result | undefined | false | Promise<Result | undefined | false>,
): Promise<Result> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > deadline) throw new Error(`Waited ${limitMs} ms in vain for ${what}`);
    await delay(pauseMs);
  }
}
