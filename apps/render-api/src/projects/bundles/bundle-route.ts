import { bundlesPath, bundleType } from '@renderonline/contract';
import { domainError } from '@renderonline/domain';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { userOf } from '../../authentication/require-user.ts';
import { problems, tags, uploadProblems } from '../../http/v2-schemas.ts';
import { receiveBundle, type BundleDependencies } from './receive-bundle.ts';

/** Many small contents with one request. The handler streams the body. */
export function bundleRoute(app: FastifyInstance, dependencies: BundleDependencies): void {
  app.post(
    bundlesPath.slice('/renderapi/v2'.length),
    {
      schema: {
        operationId: 'uploadBundle',
        tags,
        summary: 'Uploads many small contents at once',
        description:
          'A line of JSON, `{"contents": [{"sha256", "size"}, …]}`, and then the bytes of the contents in that order.',
        consumes: [bundleType],
        response: {
          204: Type.Null({ description: 'All of them are kept.' }),
          ...problems,
          ...uploadProblems,
        },
      },
    },
    async (request, reply) => {
      const type = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
      if (type !== bundleType) {
        throw domainError('request-invalid', `The request must say "Content-Type: ${bundleType}".`);
      }
      await receiveBundle(dependencies, userOf(request), request.raw);
      return reply.code(204).send();
    },
  );
}
