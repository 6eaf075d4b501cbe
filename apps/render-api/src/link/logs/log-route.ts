import { linkLimits, logPiecesType, readLogPieces, type LogReceipts } from '@renderonline/contract';
import { domainError } from '@renderonline/domain';
import type { FastifyInstance } from 'fastify';
import type { LogDesk } from '../../attempt-logs/log-desk.ts';
import { readBody } from '../../http/read-body.ts';
import type { Scheduler } from '../../scheduling/scheduler.ts';
import { machineOf } from '../credentials/require-machine.ts';

export interface LogRouteDependencies {
  readonly desk: LogDesk;
  readonly scheduler: Pick<Scheduler, 'isLeader'>;
  readonly requestBodyTimeoutMs: number;
}

/** Beside the text itself, the headers of its pieces. */
const mostBytes = linkLimits.logBytes + linkLimits.leases * 256;

/**
 * POST logs: pieces of what renderers said under this machine's leases, those that have ended included. A log is
 * its machine's for good: the lease's token, which is gone with the lease, is not asked for.
 */
export function logRoute(app: FastifyInstance, dependencies: LogRouteDependencies): void {
  const { desk, scheduler, requestBodyTimeoutMs } = dependencies;
  /** A machine that has asked already waits for its answer. */
  const busy = new Set<number>();

  app.post('/logs', { schema: { hide: true } }, async (request): Promise<LogReceipts> => {
    const { machineId } = machineOf(request);
    if (!scheduler.isLeader()) {
      throw domainError('not-scheduling', 'This RenderAPI does not schedule at the moment.');
    }
    if (busy.has(machineId)) {
      throw domainError('too-busy', 'Another request with logs of this machine is under way.');
    }
    busy.add(machineId);
    try {
      const limits = { maxBytes: mostBytes, timeoutMs: requestBodyTimeoutMs };
      const read = readLogPieces(await readBody(request.raw, limits));
      if ('fault' in read) {
        throw domainError('request-invalid', `The body is no ${logPiecesType}: ${read.fault}.`);
      }
      return { leases: await desk.take(machineId, read.pieces) };
    } finally {
      busy.delete(machineId);
    }
  });
}
