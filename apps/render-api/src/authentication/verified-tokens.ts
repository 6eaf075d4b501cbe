import { createHmac, randomBytes } from 'node:crypto';

/** Remembers which tokens matched which stored hash, so that only the first request pays for scrypt. */
export interface VerifiedTokens {
  has(storedHash: string, token: string): boolean;
  add(storedHash: string, token: string): void;
}

/**
 * Keeps the last `capacity` matches in memory, as HMACs under a key that lives as long as the process: neither
 * tokens nor anything that helps to guess them. A changed hash in the database makes its entries unreachable.
 */
export function createVerifiedTokens(capacity: number): VerifiedTokens {
  const key = randomBytes(32);
  const verified = new Set<string>();

  function nameOf(storedHash: string, token: string): string {
    // A stored hash holds no NUL, so the pair cannot be read in two ways.
    return createHmac('sha256', key).update(`${storedHash}\0${token}`).digest('base64');
  }

  return {
    has(storedHash, token) {
      const name = nameOf(storedHash, token);
      if (!verified.delete(name)) return false;
      verified.add(name); // the most recently used come last
      return true;
    },
    add(storedHash, token) {
      verified.add(nameOf(storedHash, token));
      if (verified.size <= capacity) return;
      for (const oldest of verified) {
        verified.delete(oldest);
        break;
      }
    },
  };
}
