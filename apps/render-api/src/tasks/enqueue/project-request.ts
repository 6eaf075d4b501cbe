import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { SubmitProjectRequest } from '@renderonline/contract';
import { domainError } from '@renderonline/domain';
import { Compile } from 'typebox/compile';
import { readBody } from '../../http/read-body.ts';

const maxBodyBytes = 2 ** 20;
const submitProjectRequest = Compile(SubmitProjectRequest);

/** Whether a request to POST /renderapi/v2/tasks is one for a project. */
export function isJson(headers: IncomingHttpHeaders): boolean {
  return headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() === 'application/json';
}

/**
 * Reads the body of such a request.
 *
 * @throws DomainError 'request-invalid' with the first thing that is wrong, 'request-too-large', 'request-timed-out'
 */
export async function readProjectRequest(
  body: IncomingMessage,
  { requestBodyTimeoutMs }: { readonly requestBodyTimeoutMs: number },
): Promise<SubmitProjectRequest> {
  const limits = { maxBytes: maxBodyBytes, timeoutMs: requestBodyTimeoutMs };
  const value = parsed((await readBody(body, limits)).toString('utf8'));
  if (submitProjectRequest.Check(value)) return value;
  const [fault] = submitProjectRequest.Errors(value);
  const where = fault === undefined || fault.instancePath === '' ? '' : ` at ${fault.instancePath}`;
  throw domainError(
    'request-invalid',
    `The request is not what a task of a project needs${where}: it ${fault?.message ?? 'is something else'}.`,
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw domainError('request-invalid', 'The request is not JSON.', {}, error);
  }
}
