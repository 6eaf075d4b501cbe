import { readMessage } from '@renderonline/contract';
import { v1Refusals } from '@renderonline/domain';
import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyRequest, FastifySchemaCompiler } from 'fastify';
import type { TSchema } from 'typebox';
import { readBody, type BodyLimits } from './read-body.ts';

/** Reads every body of this plugin's routes whole, whatever its content type says: the routes judge that. */
export function readWholeBodies(app: FastifyInstance, limits: BodyLimits): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request: FastifyRequest, payload: IncomingMessage) =>
    readBody(payload, limits),
  );
}

/**
 * Refuses what does not call itself JSON, as 1.x did. A preValidation hook.
 *
 * @throws DomainError 'content-type-not-json'.
 */
export async function requireJson(request: FastifyRequest): Promise<void> {
  if (!/^\s*application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '')) {
    throw v1Refusals.contentTypeNotJson();
  }
}

/** Validates a v1 body with the leniencies of 1.x, and gives the route the message as the schema spells it. */
export const v1Validator: FastifySchemaCompiler<TSchema> = ({ schema }) => {
  return (body: unknown) => {
    const message = Buffer.isBuffer(body) ? readMessage(schema, body.toString('utf8')) : undefined;
    return message === undefined ? { error: v1Refusals.bodyInvalid() } : { value: message };
  };
};
