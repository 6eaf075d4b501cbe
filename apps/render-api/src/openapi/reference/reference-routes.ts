import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Nothing comes from elsewhere; nothing of the page is run or framed that is not one of these files. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:", // Swagger UI's icons
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const ours = import.meta.dirname;
const theirs = fileURLToPath(new URL('.', import.meta.resolve('@fastify/swagger-ui/static/swagger-ui.css')));

interface Page {
  readonly address: string;
  readonly type: string;
  readonly read: () => Promise<Buffer>;
}

/** What is served: its bytes, and the same packed, for the many who take it so. */
interface Served {
  readonly bytes: Buffer;
  readonly packed: Buffer;
  readonly etag: string;
}

/**
 * GET /docs: the description of the API as a page for people, and what it is made of. It says nothing that is not
 * in every copy of RenderAPI, so it asks for no credentials.
 */
export function referenceRoutes(app: FastifyInstance): void {
  const file = (folder: string, name: string, type: string): Page => ({
    address: `/docs/${name}`,
    type,
    read: () => readFile(join(folder, name)),
  });
  const pages: readonly Page[] = [
    { ...file(ours, 'reference.html', 'text/html'), address: '/docs' },
    file(ours, 'reference.js', 'text/javascript'),
    file(ours, 'reference.css', 'text/css'),
    file(theirs, 'swagger-ui-bundle.js', 'text/javascript'),
    file(theirs, 'swagger-ui.css', 'text/css'),
    {
      address: '/docs/openapi.json',
      type: 'application/json',
      read: async () => Buffer.from(JSON.stringify(app.swagger())),
    },
  ];
  for (const { address, type, read } of pages) {
    // Read when it is first asked for: most RenderAPIs never are.
    let served: Promise<Served> | undefined;
    app.get(address, { schema: { hide: true }, logLevel: 'warn' }, async (request, reply) => {
      served ??= serve(read).catch((error: unknown) => {
        served = undefined;
        throw error;
      });
      return send(request, reply.type(`${type}; charset=utf-8`), await served);
    });
  }
}

async function serve(read: Page['read']): Promise<Served> {
  const bytes = await read();
  const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
  return { bytes, packed: await promisify(gzip)(bytes), etag };
}

function send(request: FastifyRequest, reply: FastifyReply, { bytes, packed, etag }: Served): FastifyReply {
  const { 'if-none-match': known, 'accept-encoding': encodings = '' } = request.headers;
  const isPacked = /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/.test(encodings);
  // A weak tag: the same contents, packed or not.
  reply
    .header('etag', `W/${etag}`)
    // Asked about each time, and sent again only after an update of RenderAPI.
    .header('cache-control', 'public, no-cache')
    .header('vary', 'accept-encoding')
    .header('x-content-type-options', 'nosniff')
    .header('referrer-policy', 'no-referrer')
    .header('content-security-policy', contentSecurityPolicy);
  if (known?.includes(etag) === true) return reply.code(304).send();
  if (isPacked) reply.header('content-encoding', 'gzip');
  return reply.send(isPacked ? packed : bytes);
}
