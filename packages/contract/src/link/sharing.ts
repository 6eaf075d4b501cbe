import { pathOfFault, Type } from '@renderonline/schema';
import type { Static } from 'typebox';
import { Id } from './parts.ts';

/** With this header a machine takes word of others that have the file in place of the file: status 300. */
export const acceptNeighboursHeader = 'accept-neighbours';

/** Below it a machine that shares has contents by their hashes. */
export const sharedContentsPath = '/contents';

/** Of a file with less than this to come, RenderAPI has sent the last byte by the time a neighbour is asked. */
export const leastSharedBytes = 1024 * 1024;

/**
 * What machines speak with one another: TLS, whose key both have from RenderAPI. Neither has a certificate, and what
 * they say cannot be read by others on the network.
 */
export const sharingTls = {
  ciphers: 'ECDHE-PSK-CHACHA20-POLY1305',
  minVersion: 'TLSv1.2',
  // The newest in which Node has keys that both sides share.
  maxVersion: 'TLSv1.2',
} as const;

const Port = Type.Integer({ minimum: 1, maximum: 65535 });
/** Of 256 bits, as base64url. */
const Key = Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' });
const Addresses = Type.Array(Type.String({ pattern: '^[0-9a-fA-F.:]{2,45}$' }), {
  minItems: 1,
  maxItems: 16,
});

/** Where other machines of its network reach a machine that shares what it has fetched. */
export const SharingPlace = Type.Object({ port: Port, addresses: Addresses });
export type SharingPlace = Static<typeof SharingPlace>;

/** What such a machine is told, to know who may have what. */
export const SharingTerms = Type.Object({
  key: Key,
  nowMs: Type.Integer({
    minimum: 0,
    maximum: Number.MAX_SAFE_INTEGER,
    description: "RenderAPI's time of now, in which tickets end: computers' clocks differ.",
  }),
});
export type SharingTerms = Static<typeof SharingTerms>;

/** A machine that may have a content, and what opens it. */
export const Neighbour = Type.Object({
  machineId: Id,
  port: Port,
  addresses: Addresses,
  ticket: Type.String({ minLength: 1, maxLength: 127 }),
  key: Type.String({
    pattern: '^[A-Za-z0-9_-]{43}$',
    description: "HMAC-SHA256 of the ticket under the neighbour's key: both sides' key of TLS.",
  }),
});
export type Neighbour = Static<typeof Neighbour>;

/** The answer of status 300. */
export const Neighbours = Type.Object({ neighbours: Type.Array(Neighbour, { maxItems: 8 }) });
export type Neighbours = Static<typeof Neighbours>;

/** Who may have what, and until when in RenderAPI's time. */
export interface Ticket {
  readonly machineId: number;
  readonly sha256: string;
  readonly endsAtMs: number;
}

/** A ticket as TLS carries it, as the client's identity. */
export function ticketText({ machineId, sha256, endsAtMs }: Ticket): string {
  return `${machineId}.${sha256}.${endsAtMs}`;
}

/** Reads such a text; undefined when it is none. */
export function readTicket(text: string): Ticket | undefined {
  const parts = /^([1-9]\d{0,15})\.([0-9a-f]{64})\.(\d{1,16})$/.exec(text);
  if (parts === null) return undefined;
  return { machineId: Number(parts[1]), sha256: String(parts[2]), endsAtMs: Number(parts[3]) };
}

/** What an answer of status 300 says; of one that is none, no neighbours. */
export function readNeighbours(value: unknown): readonly Neighbour[] {
  return pathOfFault(Neighbours, value) === undefined ? (value as Neighbours).neighbours : [];
}
