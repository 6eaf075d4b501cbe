import type { FastifyReply, FastifyRequest } from 'fastify';
import { failureOf, statusOfV1 } from './failure.ts';
import { logFailure } from './log-failure.ts';

type SuccessFlag = 'IsAdded' | 'IsRemoved' | 'DownloadProvided' | 'IsDeleted';

/**
 * Makes the error handler of a v1 endpoint: `{<flag>: false, ErrorMessage}` with 1.x's statuses (info has no
 * flag). Without credentials 1.x answered 401 with an empty body, except on enqueue.
 */
export function v1ErrorHandler(flag?: SuccessFlag) {
  return (error: unknown, request: FastifyRequest, reply: FastifyReply): void => {
    const failure = failureOf(error, request.id);
    const status = statusOfV1(failure);
    logFailure(request, error, status);
    const refusal = { ErrorMessage: failure.message };
    void reply.code(status);
    if (status === 401 && flag !== 'IsAdded') void reply.send();
    else void reply.send(flag === undefined ? refusal : { [flag]: false, ...refusal });
  };
}
