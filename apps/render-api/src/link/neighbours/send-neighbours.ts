import { acceptNeighboursHeader, leastSharedBytes, type Neighbours } from '@renderonline/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { machineOf } from '../credentials/require-machine.ts';
import type { ContentNeighbours } from './content-neighbours.ts';

/**
 * Answers a machine that would rather have a file from a neighbour with those that may have it.
 *
 * @returns undefined when it does not ask for that or there are none: then it gets the file
 */
export function sendNeighbours(
  neighbours: ContentNeighbours,
  request: FastifyRequest,
  reply: FastifyReply,
  sha256: string,
): FastifyReply | undefined {
  if (request.headers[acceptNeighboursHeader] === undefined) return undefined;
  const { machineId } = machineOf(request);
  const answer = { neighbours: neighbours.of(machineId, sha256) } satisfies Neighbours;
  if (answer.neighbours.length === 0) return undefined;
  // From one of them or from us, it will have it in a moment.
  neighbours.noteHolder(machineId, sha256);
  return reply.code(300).header('cache-control', 'no-store').send(answer);
}

/** Notes that the machine has the content once the answer is sent, if that is worth a neighbour's while. */
export function noteHolderWhenSent(
  neighbours: ContentNeighbours,
  request: FastifyRequest,
  reply: FastifyReply,
  { sha256, size }: { readonly sha256: string; readonly size: number },
): void {
  const { machineId } = machineOf(request);
  if (size < leastSharedBytes || !neighbours.isSharing(machineId)) return;
  reply.raw.once('finish', () => {
    if (reply.statusCode === 200 || reply.statusCode === 206) neighbours.noteHolder(machineId, sha256);
  });
}
