import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { Type, type TSchema } from 'typebox';
import { addExamples, type DescribedApi } from './examples/add-examples.ts';

const description = `The queue of a render farm. v1 is the API of RenderOnline 1.x, frozen, with PascalCase names;
v2 is what newer clients use. Both sign in with the headers \`email\` and \`token\`, v2 also with the cookie of a session.`;

interface RouteSchema {
  readonly response?: Readonly<Record<string, object>>;
  readonly params?: { readonly properties: Readonly<Record<string, TSchema>> };
}

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
          token: {
            ...{ type: 'apiKey', in: 'header', name: 'token' },
            description: 'After too many wrong ones every operation may answer 429, with Retry-After.',
          },
          session: { type: 'apiKey', in: 'cookie', name: 'renderonline_session' },
        },
      },
    },
    transform: ({ schema, url }) => describeRoute(schema as RouteSchema, url),
    transformObject: (made) => {
      const document = 'openapiObject' in made ? made.openapiObject : made.swaggerObject;
      addExamples(document as DescribedApi);
      return document;
    },
  });

  app.get('/openapi.json', { schema: { hide: true }, logLevel: 'warn' }, () => app.swagger());
}

/** What a route's schema does not say by itself: who may call it, and names that OpenAPI wants. */
function describeRoute(schema: RouteSchema, url: string): { schema: object; url: string } {
  const response = Object.fromEntries(
    Object.entries(schema.response ?? {}).map(([status, body]) => [
      status,
      { description: 'Done.', ...body },
    ]),
  );
  const described = {
    // Health is for everybody; everything else wants both headers, or on v2 a session, unless it says so itself.
    ...(url.startsWith('/renderapi/') ? { security: securityOf(url) } : {}),
    ...schema,
    response,
  };
  if (!url.endsWith('*')) return { schema: described, url };
  const path = Type.String({ description: "The rest of the address; its '/' may stay as they are." });
  return {
    schema: { ...described, params: Type.Object({ ...schema.params?.properties, path }) },
    url: url.replace('*', ':path'),
  };
}

function securityOf(url: string): readonly object[] {
  const headers = { email: [], token: [] };
  return url.startsWith('/renderapi/v2/') ? [headers, { session: [] }] : [headers];
}
