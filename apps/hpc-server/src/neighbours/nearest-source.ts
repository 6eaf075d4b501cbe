import { leastSharedBytes, type Neighbour } from '@renderonline/contract/link';
import type { Logger } from '@renderonline/runtime';
import type { FileStream, LinkHttp, TaskFile } from '../leases/lease-runner.ts';
import { askNeighbour, NeighbourCannot, type NeighbourLimits, type NeighbourOrder } from './ask-neighbour.ts';
import { atPace } from './at-pace.ts';
import type { LocalNetwork } from './local-network.ts';

/** Where one file is fetched from: from a neighbour if there is one and nothing speaks against it, else from RenderAPI. */
export interface FileSource {
  /** @throws as LinkHttp's `openFile`: a neighbour's troubles are nobody's */
  open(offset: number): Promise<FileStream>;
  /** What was opened last broke off. @returns whether a neighbour was to blame: RenderAPI is asked from here on */
  leave(error: unknown): boolean;
  /** What came in all was not the file. @returns whether a neighbour had a part in it, as above */
  blame(): boolean;
}

/** Knows which neighbours are not worth asking. */
export interface NearestSources {
  of(order: Omit<NeighbourOrder, 'offset'> & { readonly file: TaskFile }): FileSource;
}

interface NearestSourcesInput {
  readonly api: Pick<LinkHttp, 'openFile' | 'findFile'>;
  readonly network: Pick<LocalNetwork, 'isNear'>;
  readonly elapsedMs: () => number;
  readonly log: Logger;
  readonly limits?: NeighbourLimits;
}

/** A network on which two machines are near each other is faster, unless one of them is overworked. */
const usualLimits: NeighbourLimits = {
  connectMs: 300,
  answerMs: 1000,
  paceMs: 2000,
  paceBytes: 2 * 1024 * 1024,
};
const mostAsked = 2;
/** So long somebody who was not there, or too slow, is left alone… */
const restMs = 60_000;
/** …and somebody who sent something else. */
const restOfLiarMs = 10 * 60_000;
const mostResting = 1000;

export function createNearestSources(input: NearestSourcesInput): NearestSources {
  const { api, network, elapsedMs, log, limits = usualLimits } = input;
  const restsUntilMs = new Map<number, number>();
  let noneNearUntilMs = -Infinity;

  function rest(machineId: number, forMs: number): void {
    if (restsUntilMs.size >= mostResting) restsUntilMs.clear();
    restsUntilMs.set(machineId, elapsedMs() + forMs);
  }

  function nearOf(neighbours: readonly Neighbour[]) {
    const near = neighbours.flatMap((neighbour) => {
      const address = neighbour.addresses.find((one) => network.isNear(one));
      return address === undefined ? [] : [{ neighbour, address }];
    });
    if (near.length === 0) noneNearUntilMs = elapsedMs() + restMs;
    return near
      .filter(({ neighbour }) => (restsUntilMs.get(neighbour.machineId) ?? -Infinity) <= elapsedMs())
      .slice(0, mostAsked);
  }

  async function openAtNeighbour(neighbours: readonly Neighbour[], order: NeighbourOrder) {
    for (const { neighbour, address } of nearOf(neighbours)) {
      const { machineId } = neighbour;
      try {
        const body = await askNeighbour(neighbour, address, order, limits);
        return { machineId, body: atPace(body, limits, elapsedMs) };
      } catch (error) {
        order.signal.throwIfAborted();
        if (!(error instanceof NeighbourCannot)) rest(machineId, restMs);
        log.debug({ err: error, machineId, address }, 'a neighbour cannot be asked for a file of a project');
      }
    }
    return undefined;
  }

  return {
    of({ file, sha256, size, signal }) {
      let isLeft = false;
      /** Some of what is there came from it. */
      let neighbourId: number | undefined;
      return {
        async open(offset) {
          const isWorthIt = !isLeft && size - offset >= leastSharedBytes && elapsedMs() >= noneNearUntilMs;
          if (!isWorthIt) return api.openFile(file, { offset, signal });
          const found = await api.findFile(file, { offset, signal });
          if ('body' in found) return found;
          const opened = await openAtNeighbour(found.neighbours, { sha256, size, offset, signal });
          if (opened === undefined) return api.openFile(file, { offset, signal });
          neighbourId = opened.machineId;
          log.debug({ sha256, machineId: neighbourId }, 'a file of a project comes from a neighbour');
          return { startsAt: offset, totalBytes: size, body: opened.body };
        },
        leave(error) {
          if (isLeft || neighbourId === undefined) return false;
          log.info({ err: error, sha256, machineId: neighbourId }, 'a neighbour is left for RenderAPI');
          isLeft = true;
          rest(neighbourId, restMs);
          return true;
        },
        blame() {
          if (neighbourId === undefined) return false;
          log.warn(
            { sha256, machineId: neighbourId },
            'a file of a project came with wrong bytes from a neighbour',
          );
          isLeft = true;
          rest(neighbourId, restOfLiarMs);
          neighbourId = undefined;
          return true;
        },
      };
    },
  };
}
