import { createHash, randomInt } from 'node:crypto';
import { pairingCodeAlphabet, pairingCodeLength } from '@renderonline/contract';

/** How long a code may be used. */
export const pairingCodeLifeMs = 15 * 60_000;

/** A new code, without the dash that people see in it. */
export function generatePairingCode(): string {
  const letter = () => pairingCodeAlphabet.charAt(randomInt(pairingCodeAlphabet.length));
  return Array.from({ length: pairingCodeLength }, letter).join('');
}

/**
 * What is kept of a code.
 *
 * @param code as normalizePairingCode gives it
 */
export function hashPairingCode(code: string): string {
  return createHash('sha256').update(code).digest('hex');
}
