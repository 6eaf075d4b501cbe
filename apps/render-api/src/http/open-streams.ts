import { domainError } from '@renderonline/domain';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sessionOf, userOf } from '../authentication/require-user.ts';
import type { StreamGuard } from '../authentication/stream-guard.ts';
import { openEventStream } from './event-stream.ts';

/** The event streams of one kind that are open. */
export interface OpenStreams {
  /**
   * Begins an answer of server-sent events. It ends with the server, and with the user's right to it.
   *
   * @param options.needsAdmin whether an admin alone may have it
   * @returns the stream; closed already when the client left before
   * @throws DomainError 'too-busy', or 'too-many-streams' when it is this user who has too many
   */
  open(
    request: FastifyRequest,
    reply: FastifyReply,
    options?: { readonly needsAdmin?: boolean },
  ): FastifyReply['raw'];
}

export interface OpenStreamsOptions {
  readonly guard: StreamGuard;
  /** Of all users. */
  readonly most: number;
  readonly mostOfUser: number;
  /** What they are, in the plural. */
  readonly what: string;
}

/** None is open yet. */
export function createOpenStreams(
  app: FastifyInstance,
  { guard, most, mostOfUser, what }: OpenStreamsOptions,
): OpenStreams {
  const streams = new Set<FastifyReply['raw']>();
  const ofUsers = new Map<number, number>();
  // Without this, closing the server would wait for every reader.
  app.addHook('preClose', async () => {
    for (const stream of streams) stream.destroy();
  });

  function count(userId: number, change: 1 | -1): void {
    const now = (ofUsers.get(userId) ?? 0) + change;
    if (now === 0) ofUsers.delete(userId);
    else ofUsers.set(userId, now);
  }

  return {
    open(request, reply, { needsAdmin = false } = {}) {
      const user = userOf(request);
      const { userId } = user;
      if ((ofUsers.get(userId) ?? 0) >= mostOfUser) {
        throw domainError('too-many-streams', `You have ${mostOfUser} ${what} open already.`, { mostOfUser });
      }
      if (streams.size >= most) throw domainError('too-busy', `${most} ${what} are open already.`);
      const stream = openEventStream(reply);
      // Its close, which frees its place, is past when the client left before we came to it.
      if (stream.destroyed) return stream;
      streams.add(stream);
      count(userId, 1);
      stream.once('close', () => {
        streams.delete(stream);
        count(userId, -1);
      });
      guard.watch(stream, { user, sessionId: sessionOf(request)?.sessionId, needsAdmin });
      return stream;
    },
  };
}
