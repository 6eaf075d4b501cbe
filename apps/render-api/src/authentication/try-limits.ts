import { domainError } from '@renderonline/domain';
import { networkOf } from './network-of.ts';

/** Counts tries, of each address and of all together, and refuses those that are too many. */
export interface TryLimits {
  /**
   * @param address where the try comes from, or another text that tries are counted by
   * @returns takes the try back, for it was a good one
   * @throws DomainError 'too-many-tries', with `retryAfterSeconds`
   */
  take(address: string): () => void;
}

export interface TryLimitsOptions {
  /** Milliseconds of any clock that never goes back. */
  readonly nowMs: () => number;
  readonly perMs: number;
  readonly ofAddress: number;
  readonly ofAll: number;
  /** Addresses that are remembered. */
  readonly maxAddresses: number;
  /** What was tried: "pairing codes". */
  readonly what: string;
}

interface Bucket {
  tries: number;
  atMs: number;
}

export function createTryLimits({
  nowMs,
  perMs,
  ofAddress,
  ofAll,
  maxAddresses,
  what,
}: TryLimitsOptions): TryLimits {
  const buckets = new Map<string, Bucket>();
  const everybody: Bucket = { tries: 0, atMs: nowMs() };

  /** Tries leak away evenly: so many in `perMs`. */
  function fill(bucket: Bucket, limit: number): boolean {
    const now = nowMs();
    bucket.tries = Math.max(0, bucket.tries - ((now - bucket.atMs) / perMs) * limit);
    bucket.atMs = now;
    if (bucket.tries + 1 > limit) return false;
    bucket.tries += 1;
    return true;
  }

  function bucketOf(address: string): Bucket {
    const known = buckets.get(address);
    const bucket = known ?? { tries: 0, atMs: nowMs() };
    // The newest is last, so that the first is the one to forget.
    if (known !== undefined) buckets.delete(address);
    buckets.set(address, bucket);
    if (buckets.size > maxAddresses) {
      const [oldest] = buckets.keys();
      if (oldest !== undefined) buckets.delete(oldest);
    }
    return bucket;
  }

  function tooMany(limit: number): Error {
    // By then one of them has leaked away.
    const retryAfterSeconds = Math.ceil(perMs / limit / 1000);
    const message = `Too many ${what} were tried. Wait ${retryAfterSeconds} s.`;
    return domainError('too-many-tries', message, { retryAfterSeconds });
  }

  return {
    take(address) {
      const bucket = bucketOf(networkOf(address));
      if (!fill(bucket, ofAddress)) throw tooMany(ofAddress);
      if (!fill(everybody, ofAll)) throw tooMany(ofAll);
      return () => {
        bucket.tries = Math.max(0, bucket.tries - 1);
        everybody.tries = Math.max(0, everybody.tries - 1);
      };
    },
  };
}
