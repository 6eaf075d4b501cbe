import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A new secret of a machine, 256 random bits. Recognisable wherever it turns up. */
export function generateMachineSecret(): string {
  return `rnm_${randomBytes(32).toString('base64url')}`;
}

/** What is kept of a secret. Nobody can try 256 bits: one SHA-256 is enough, and costs a reconnecting farm nothing. */
export function hashMachineSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Whether the secret is the one that was hashed, in constant time. */
export function isMachineSecret(secret: string, secretHash: string): boolean {
  const expected = Buffer.from(secretHash, 'hex');
  const actual = createHash('sha256').update(secret).digest();
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}
