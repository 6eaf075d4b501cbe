import type { FastifyRequest } from 'fastify';

/** Writes a failed request to the log: our faults with their stack, refusals in a line. */
export function logFailure(request: FastifyRequest, error: unknown, status: number): void {
  if (status >= 500) request.log.error({ err: error }, 'the request failed');
  else request.log.info({ status, reason: (error as Error).message }, 'the request was refused');
}
