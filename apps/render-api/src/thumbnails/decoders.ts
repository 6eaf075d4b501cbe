import { domainError } from '@renderonline/domain';
import { createWorkQueue } from '../authentication/work-queue.ts';
import { startDecoder, type Decoder, type DecoderLimits } from './decoder/decoder-process.ts';
import type { ThumbnailAnswer, ThumbnailOrder } from './decoder/decoder-message.ts';

export interface DecodersOptions extends DecoderLimits {
  /** Processes at once. */
  readonly concurrency: number;
  /** How long an image waits for its turn. ms */
  readonly waitMs: number;
}

/** A few processes that decode images, started when they are needed. */
export interface Decoders {
  /** @throws DecoderDied; DomainError 'too-busy' when too many wait, or for too long */
  make(order: Omit<ThumbnailOrder, 'id'>): Promise<ThumbnailAnswer>;
  close(): void;
}

const maxWaiting = 256;

export function createDecoders({ concurrency, waitMs, ...limits }: DecodersOptions): Decoders {
  const tooBusy = (): Error => domainError('too-busy', 'Too many thumbnails are being made.');
  const queue = createWorkQueue({ concurrency, maxWaiting, onFull: tooBusy });
  const idle: Decoder[] = [];
  const busy = new Set<Decoder>();
  let nextId = 1;

  /** The one that was used last: the others get to end. */
  function freeDecoder(): Decoder {
    for (let decoder = idle.pop(); decoder; decoder = idle.pop()) {
      if (decoder.isAlive) return decoder;
    }
    return startDecoder(limits);
  }

  async function makeNow(order: Omit<ThumbnailOrder, 'id'>): Promise<ThumbnailAnswer> {
    const decoder = freeDecoder();
    busy.add(decoder);
    try {
      return await decoder.make({ ...order, id: nextId++ });
    } finally {
      busy.delete(decoder);
      if (decoder.isAlive) idle.push(decoder);
    }
  }

  return {
    async make(order) {
      const wait = Promise.withResolvers<never>();
      let hasGivenUp = false;
      const timer = setTimeout(() => {
        hasGivenUp = true;
        wait.reject(tooBusy());
      }, waitMs);
      const made = queue.run(async () => {
        clearTimeout(timer);
        if (hasGivenUp) throw tooBusy();
        return makeNow(order);
      });
      try {
        return await Promise.race([made, wait.promise]);
      } finally {
        clearTimeout(timer);
      }
    },
    close() {
      for (const decoder of [...idle, ...busy]) decoder.kill();
    },
  };
}
