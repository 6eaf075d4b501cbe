import type { Logger } from '@renderonline/runtime';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendRequestResponse } from '../server/hpc-reply.ts';
import type { TrustedAddresses } from './trusted-addresses.ts';

/** Answers a request that may not be carried out; lets the others pass. */
export type TrustHook = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined>;

/**
 * A hook that lets only trusted RenderAPIs through. A web page is no RenderAPI, even one that is open on this
 * very computer and so calls from a trusted address: browsers name the page's origin, RenderAPIs send none.
 */
export function requireTrust(trusted: TrustedAddresses, log: Logger): TrustHook {
  return async (request, reply) => {
    // The socket's own address: headers that proxies set can be set by anyone.
    const address = request.socket.remoteAddress;
    if (!trusted.includes(address)) {
      const shown = address?.replace(/^::ffff:(?=[\d.]+$)/i, '') ?? 'an unknown address';
      log.warn({ address: shown, path: request.url }, 'refused an order from an address not trusted');
      return sendRequestResponse(
        reply,
        403,
        `This machine takes no orders from ${shown}. Add that address to TrustedRenderApis in HPCServer.json and start HPCServer again.`,
      );
    }
    if (request.headers.origin !== undefined) {
      return sendRequestResponse(reply, 403, 'This machine takes no orders from web pages.');
    }
    return undefined;
  };
}
