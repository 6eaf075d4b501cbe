import { Type } from '@renderonline/schema';
import type { Static } from 'typebox';
import { nullable } from '../nullable.ts';
import { Fingerprint } from './fingerprint.ts';
import { Id, LeaseToken, Sha256 } from './parts.ts';

/** Letters and digits that nobody mistakes for one another. */
export const pairingCodeAlphabet = 'ABCDEFGHJKMNPQRSTVWXYZ23456789';

/** How many of them a code has. */
export const pairingCodeLength = 8;

const codePattern = new RegExp(`^[${pairingCodeAlphabet}]{${pairingCodeLength}}$`);

/**
 * The code without what people add to it: `abcd efgh`, `ABCD-EFGH` and `abcdefgh` are the same.
 *
 * @returns undefined when it cannot be one
 */
export function normalizePairingCode(text: string): string | undefined {
  const code = text.replace(/[\s-]/g, '').toUpperCase();
  return codePattern.test(code) ? code : undefined;
}

/** The code as people see it: `ABCD-EFGH`. */
export function formatPairingCode(code: string): string {
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}

/** Body of POST /renderapi/link/pair. */
export const PairRequest = Type.Object({
  code: Type.String({ minLength: 1, maxLength: 64 }),
  machineName: Type.Optional(nullable(Type.String({ maxLength: 255 }))),
  fingerprint: Fingerprint,
});
export type PairRequest = Static<typeof PairRequest>;

/** Its answer, with 201. The secret is told this once. */
export const PairResponse = Type.Object({
  machineId: Id,
  secret: Type.String({ minLength: 1, maxLength: 256 }),
  name: Type.String({ maxLength: 255 }),
});
export type PairResponse = Static<typeof PairResponse>;

/** The value of the Authorization header of every other request of a machine. */
export function machineAuthorization(machineId: number, secret: string): string {
  return `Machine ${machineId}.${secret}`;
}

/** Headers of PUT …/outputs/:name. */
export const leaseTokenHeader = 'lease-token';
export const contentSha256Header = 'content-sha256';
export const OutputHeaders = Type.Object({ [leaseTokenHeader]: LeaseToken, [contentSha256Header]: Sha256 });
export type OutputHeaders = Static<typeof OutputHeaders>;
