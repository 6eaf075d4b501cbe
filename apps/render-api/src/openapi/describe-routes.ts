import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';

const description = `The queue of a render farm. v1 is the API of RenderOnline 1.x, frozen, with PascalCase names;
v2 is what newer clients use. Both sign in with the headers \`email\` and \`token\`.`;

/** Makes the OpenAPI 3.1 description of every route registered after it, out of the schemas that validate. */
export async function describeRoutes(app: FastifyInstance, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'RenderOnline RenderAPI', version, description, license: { name: 'MIT' } },
      tags: [
        { name: 'v1', description: 'As RenderOnline 1.x: docs/api.md lists the leniencies.' },
        { name: 'v2', description: 'camelCase, times with their offset, errors as RFC 9457 problems.' },
        { name: 'health', description: 'For supervisors; without credentials.' },
      ],
      components: {
        securitySchemes: {
          email: { type: 'apiKey', in: 'header', name: 'email' },
          token: { type: 'apiKey', in: 'header', name: 'token' },
        },
      },
    },
    transform: ({ schema, url }) => ({
      // Health is for everybody; everything else wants both headers.
      schema: url.startsWith('/renderapi/') ? { ...schema, security: [{ email: [], token: [] }] } : schema,
      url,
    }),
  });

  app.get('/openapi.json', { schema: { hide: true }, logLevel: 'warn' }, () => app.swagger());
}
