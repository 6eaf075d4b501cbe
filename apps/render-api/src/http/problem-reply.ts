import type { Problem } from '@renderonline/contract';
import { DomainError, domainError, type ErrorDetails } from '@renderonline/domain';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { PageSender } from '../web-client/web-client.ts';
import { failureOf, statusOf, type Failure } from './failure.ts';
import { logFailure } from './log-failure.ts';

/**
 * Answers every error that no route answers in its own shape with application/problem+json (RFC 9457).
 *
 * @param page sends a page for an address that no route has, where there is one
 */
export function replyWithProblems(app: FastifyInstance, page: PageSender = () => undefined): void {
  app.setErrorHandler(sendProblem);
  app.setNotFoundHandler(
    (request, reply) =>
      page(request, reply) ??
      sendProblem(
        domainError('route-not-found', `There is no ${request.method} ${pathOf(request.url)} here.`),
        request,
        reply,
      ),
  );
}

/** When it is worth trying again: in a moment, unless the error knows better. */
function retryAfterOf(error: unknown, status: number): string | undefined {
  const seconds = error instanceof DomainError ? error.details['retryAfterSeconds'] : undefined;
  if (typeof seconds === 'number') return String(seconds);
  return status === 503 ? '1' : undefined;
}

/** Sends an error as a problem document. */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const failure = failureOf(error, request.id);
  const status = statusOf(failure);
  logFailure(request, error, status);
  const problem = problemOf(failure, request.id);
  const retryAfter = retryAfterOf(error, status);
  if (retryAfter !== undefined) reply.header('retry-after', retryAfter);
  return reply.code(status).type('application/problem+json; charset=utf-8').send(JSON.stringify(problem));
}

/** What of an error's details can be said in a sentence. */
export function detailsView(details: ErrorDetails): Problem['details'] {
  return Object.fromEntries(
    Object.entries(details).filter(
      (entry): entry is [string, string | number] =>
        typeof entry[1] === 'string' || typeof entry[1] === 'number',
    ),
  );
}

/** The problem document of a failure. */
export function problemOf(failure: Failure, requestId: string): Problem {
  return {
    type: `urn:renderonline:error:${failure.code}`,
    title: failure.summary,
    status: statusOf(failure),
    detail: failure.message,
    code: failure.code,
    details: detailsView(failure.details),
    whatToDo: failure.whatToDo,
    requestId,
  };
}

function pathOf(url: string): string {
  return url.split('?', 1)[0]?.slice(0, 200) ?? '';
}
