import type { FastifyInstance } from 'fastify';

/** One line a request when it is answered: what was asked, how it ended, how long it took. No headers: they hold tokens. */
export function logRequests(app: FastifyInstance): void {
  app.addHook('onResponse', async (request, reply) => {
    const line = {
      method: request.method,
      url: request.url,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    };
    // Looking is what clients do all day; what changes something is worth a line.
    if (request.method === 'GET') request.log.debug(line, 'answered');
    else request.log.info(line, 'answered');
  });
}
