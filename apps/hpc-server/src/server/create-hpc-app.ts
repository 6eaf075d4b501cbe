import type { Logger } from '@renderonline/runtime';
import fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import type { RenderSlot } from '../renders/render-slot.ts';
import { addAttemptLogRoute } from '../routes/attempt-log-route.ts';
import { addAttemptRoute } from '../routes/attempt-route.ts';
import { addStartRoute } from '../routes/start-route.ts';
import { addStatusRoute } from '../routes/status-route.ts';
import { addStopRoute } from '../routes/stop-route.ts';
import type { RenderingEngine } from '../settings/hpc-server-settings.ts';
import { requireTrust } from '../trust/require-trust.ts';
import type { TrustedAddresses } from '../trust/trusted-addresses.ts';
import { sendRequestResponse } from './hpc-reply.ts';

/** More than any system takes as arguments of a program. */
const bodyLimitBytes = 4 * 1024 * 1024;
const requestTimeoutMs = 30_000;
/** A machine has a RenderAPI or two, and people who look at its status. */
const mostConnections = 500;

export interface HpcAppInput {
  readonly engines: readonly RenderingEngine[];
  readonly slot: RenderSlot;
  readonly trusted: TrustedAddresses;
  readonly log: Logger;
}

/** The HTTP side of HPCServer, not listening yet. */
export function createHpcApp({ engines, slot, trusted, log }: HpcAppInput): FastifyInstance {
  const app = fastify({
    // Polled several times a second; what matters is logged where it is carried out.
    logger: false,
    bodyLimit: bodyLimitBytes,
    requestTimeout: requestTimeoutMs,
    forceCloseConnections: true,
    routerOptions: { caseSensitive: false, ignoreTrailingSlash: true },
  });
  app.server.maxConnections = mostConnections;
  // 1.x read the body whatever its content type said.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => {
    done(null, body);
  });
  app.setNotFoundHandler(async (_request, reply) =>
    sendRequestResponse(
      reply,
      404,
      'HPCServer has only /hpc/status, /hpc/attempt, /hpc/attempt/log, /hpc/start and /hpc/stop.',
    ),
  );
  app.setErrorHandler(async (error: FastifyError, _request, reply) => {
    if (error.statusCode === 413) return sendRequestResponse(reply, 413, 'The request is too large.');
    if (error.statusCode !== undefined && error.statusCode < 500) {
      return sendRequestResponse(reply, 400, error.message);
    }
    log.error({ err: error }, 'a request failed');
    return sendRequestResponse(reply, 500, 'HPCServer failed; its log says why.');
  });

  const trust = requireTrust(trusted, log);
  const engineIds = engines.map(({ engineId }) => engineId);
  addStatusRoute(app, engineIds, slot);
  addAttemptRoute(app, { engineIds, slot, trust });
  addAttemptLogRoute(app, slot, trust);
  addStartRoute(app, { engines, slot, trust });
  addStopRoute(app, slot, trust);
  return app;
}
