import { Readable } from 'node:stream';
import type { NeighbourLimits } from './ask-neighbour.ts';

/**
 * Passes a stream on while it comes at some pace: whoever waits longer than `paceMs` for `paceBytes` gets an error
 * in place of the rest. The time that the reader itself takes does not count.
 *
 * @param elapsedMs time that never jumps
 */
export function atPace(
  source: Readable,
  { paceMs, paceBytes }: Pick<NeighbourLimits, 'paceMs' | 'paceBytes'>,
  elapsedMs: () => number,
): Readable {
  const chunks = source[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let waitedMs = 0;
  let bytes = 0;

  async function next(): Promise<IteratorResult<Buffer>> {
    const since = elapsedMs();
    const limit = setTimeout(() => source.destroy(new Error('the neighbour is too slow')), paceMs - waitedMs);
    try {
      return await chunks.next();
    } finally {
      clearTimeout(limit);
      waitedMs += elapsedMs() - since;
    }
  }

  async function* passOn(): AsyncGenerator<Buffer> {
    for (let read = await next(); read.done !== true; read = await next()) {
      yield read.value;
      bytes += read.value.length;
      if (bytes < paceBytes) continue;
      bytes = 0;
      waitedMs = 0;
    }
  }

  const paced = Readable.from(passOn(), { objectMode: false });
  paced.once('close', () => source.destroy());
  return paced;
}
