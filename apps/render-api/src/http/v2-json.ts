import type { IncomingMessage } from 'node:http';
import { domainError } from '@renderonline/domain';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { readBody, type BodyLimits } from './read-body.ts';

/** Reads every body of this plugin's routes as JSON, whatever its content type says; an empty one is none. */
export function readJsonBodies(app: FastifyInstance, limits: BodyLimits): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', async (_request: FastifyRequest, payload: IncomingMessage) =>
    parsed((await readBody(payload, limits)).toString('utf8')),
  );
}

function parsed(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw domainError('request-invalid', 'The body is not JSON.', {}, error);
  }
}
