import { access } from 'node:fs/promises';
import { join, sep } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Nothing comes from elsewhere. Images and workers of the page's own making are blobs. */
const contentSecurityPolicy = [
  "default-src 'self'",
  // Hashes of uploads are made by WebAssembly; no text becomes a script by that.
  "script-src 'self' 'wasm-unsafe-eval'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob:",
  "style-src 'self' 'unsafe-inline'",
  "worker-src 'self' blob:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const pageHeaders = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
} as const;

/** Asked about each time; of unchanged files the answer is a 304. */
const changing = 'no-cache';
/** Names of these have a hash of what is in them. */
const immutable = 'public, max-age=31536000, immutable';

/** What programs ask for: an address there that does not exist is a problem, and no page. */
const addressesOfPrograms = /^\/(renderapi|docs|healthz|readyz|openapi\.json|assets)(\/|$)/i;

/** Answers addresses that nothing else answers, where it has something to say. */
export type PageSender = (request: FastifyRequest, reply: FastifyReply) => FastifyReply | undefined;

/**
 * Serves RNOClient at `/`, from files that were built before: packed ones (.br, .gz) lie beside them.
 *
 * @param directory with index.html; where there is none, `/` says how to make it
 * @returns sends the client for the addresses of its own pages, which are no files
 */
export async function webClient(app: FastifyInstance, directory: string): Promise<PageSender> {
  if (!(await isBuilt(directory))) {
    app.get('/', { schema: { hide: true }, logLevel: 'warn' }, (_request, reply) =>
      reply
        .headers(pageHeaders)
        .header('cache-control', changing)
        .type('text/html; charset=utf-8')
        .send(notBuilt),
    );
    return () => undefined;
  }
  await app.register(fastifyStatic, {
    root: directory,
    preCompressed: true,
    cacheControl: false,
    logLevel: 'warn',
    setHeaders(reply, path) {
      reply.headers(pageHeaders);
      const isHashed = path.startsWith(join(directory, 'assets', sep));
      reply.header('cache-control', isHashed ? immutable : changing);
    },
  });
  return (request, reply) => (wantsPage(request) ? reply.sendFile('index.html') : undefined);
}

function wantsPage({ method, url, headers }: FastifyRequest): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false;
  return (
    headers.accept?.includes('text/html') === true && !addressesOfPrograms.test(url.split('?', 1)[0] ?? '')
  );
}

async function isBuilt(directory: string): Promise<boolean> {
  try {
    await access(join(directory, 'index.html'));
    return true;
  } catch {
    return false;
  }
}

const notBuilt = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <title>RenderOnline</title>
    <style>
      body { font: 1rem/1.6 system-ui, sans-serif; max-width: 40rem; margin: 4rem auto; padding: 0 1rem; color-scheme: light dark }
    </style>
  </head>
  <body>
    <h1>RenderAPI is running</h1>
    <p>Its pages are not built yet. Run <code>npm run build:client</code> in the folder of RenderOnline, then start RenderAPI again.</p>
    <p>Until then there are the command line, <code>renderonline</code>, and <a href="/docs">the reference of the API</a>.</p>
  </body>
</html>
`;
