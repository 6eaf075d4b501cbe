import type { Problem } from '@renderonline/contract';
import { domainError } from '@renderonline/domain';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { failureOf, statusOf } from './failure.ts';
import { logFailure } from './log-failure.ts';

/** Answers every error that no route answers in its own shape with application/problem+json (RFC 9457). */
export function replyWithProblems(app: FastifyInstance): void {
  app.setErrorHandler(sendProblem);
  app.setNotFoundHandler((request, reply) =>
    sendProblem(
      domainError('route-not-found', `There is no ${request.method} ${pathOf(request.url)} here.`),
      request,
      reply,
    ),
  );
}

/** Sends an error as a problem document. */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const failure = failureOf(error, request.id);
  const status = statusOf(failure);
  logFailure(request, error, status);
  const problem: Problem = {
    type: `urn:renderonline:error:${failure.code}`,
    title: failure.summary,
    status,
    detail: failure.message,
    code: failure.code,
    whatToDo: failure.whatToDo,
    requestId: request.id,
  };
  if (status === 503) reply.header('retry-after', '1');
  return reply.code(status).type('application/problem+json; charset=utf-8').send(JSON.stringify(problem));
}

function pathOf(url: string): string {
  return url.split('?', 1)[0]?.slice(0, 200) ?? '';
}
