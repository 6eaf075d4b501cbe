import { createHmac, randomBytes, randomInt } from 'node:crypto';
import { ticketText, type Neighbour, type SharingPlace, type SharingTerms } from '@renderonline/contract';

/** Which machines may have which contents, for others to fetch them there. */
export interface ContentNeighbours {
  /** A machine has greeted: if it shares, what its welcome tells it to know who may have what. */
  join(machineId: number, place: SharingPlace | undefined): { readonly sharing?: SharingTerms };
  /** It is not connected any more. */
  leave(machineId: number): void;
  isSharing(machineId: number): boolean;
  /** A machine has got a content just now, or is about to. */
  noteHolder(machineId: number, sha256: string): void;
  /** Machines that may have the content which a machine lacks, with a ticket for each; none in most cases. */
  of(machineId: number, sha256: string): Neighbour[];
}

interface Sharer {
  readonly place: SharingPlace;
  readonly key: Buffer;
}

/** So long a ticket opens something; what it has opened may take longer. */
const ticketMs = 5 * 60_000;
/** Of those that have a content the last ones; of contents those that were fetched last. */
const mostHolders = 16;
const mostContents = 10_000;
/** Told at once. The machine takes those of its own network. */
const mostNeighbours = 8;

/** @param nowMs time that never jumps, whole or not */
export function createContentNeighbours(nowMs: () => number): ContentNeighbours {
  const sharers = new Map<number, Sharer>();
  /** In the order of their use. */
  const holdersBySha256 = new Map<string, Set<number>>();
  const wholeMs = () => Math.max(0, Math.floor(nowMs()));

  function neighbour(
    machineId: number,
    { place, key }: Sharer,
    forMachine: number,
    sha256: string,
  ): Neighbour {
    const ticket = ticketText({ machineId: forMachine, sha256, endsAtMs: wholeMs() + ticketMs });
    const ticketKey = createHmac('sha256', key).update(ticket).digest('base64url');
    return { machineId, ...place, ticket, key: ticketKey };
  }

  return {
    join(machineId, place) {
      sharers.delete(machineId);
      if (place === undefined) return {};
      const key = randomBytes(32);
      sharers.set(machineId, { place, key });
      return { sharing: { key: key.toString('base64url'), nowMs: wholeMs() } };
    },
    leave(machineId) {
      sharers.delete(machineId);
    },
    isSharing: (machineId) => sharers.has(machineId),
    noteHolder(machineId, sha256) {
      if (!sharers.has(machineId)) return;
      const holders = holdersBySha256.get(sha256) ?? new Set();
      holders.delete(machineId);
      holders.add(machineId);
      if (holders.size > mostHolders) deleteFirst(holders);
      holdersBySha256.delete(sha256);
      holdersBySha256.set(sha256, holders);
      if (holdersBySha256.size > mostContents) deleteFirst(holdersBySha256);
    },
    of(machineId, sha256) {
      const holders = holdersBySha256.get(sha256);
      if (holders === undefined) return [];
      // It asks because it has it no more.
      holders.delete(machineId);
      const found = [...holders].flatMap((holder) => {
        const sharer = sharers.get(holder);
        return sharer === undefined ? [] : [neighbour(holder, sharer, machineId, sha256)];
      });
      // Not all machines to the same one.
      const first = found.length === 0 ? 0 : randomInt(found.length);
      return [...found.slice(first), ...found.slice(0, first)].slice(0, mostNeighbours);
    },
  };
}

function deleteFirst<Key>(keys: { keys(): IterableIterator<Key>; delete(key: Key): boolean }): void {
  for (const key of keys.keys()) {
    keys.delete(key);
    return;
  }
}
