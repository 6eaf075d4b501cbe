import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import {
  sharedContentsPath,
  sharingTls,
  type SharingPlace,
  type SharingTerms,
} from '@renderonline/contract/link';
import type { Logger } from '@renderonline/runtime';
import { createAdmission } from './admission.ts';
import type { LocalNetwork } from './local-network.ts';

/** What this machine has fetched, for others of its network. */
export interface ContentSharing {
  /** Where it is now; null while the computer is in no network. */
  place(): SharingPlace | null;
  setTerms(terms: SharingTerms | null): void;
  close(): Promise<void>;
}

interface ContentSharingInput {
  /** Of contents, as openContentShelf has it. */
  readonly folder: string;
  /** 0 lets the system choose. */
  readonly port: number;
  /** null: every address. */
  readonly bindAddress: string | null;
  readonly network: Pick<LocalNetwork, 'addresses'>;
  readonly elapsedMs: () => number;
  readonly log: Logger;
}

/** Files on their way at once: this machine renders beside it. Whoever comes later asks elsewhere. */
const mostAnswers = 4;
const mostConnections = 32;
const mostAddresses = 16;
const limits = {
  handshakeTimeout: 5000,
  headersTimeout: 5000,
  requestTimeout: 5000,
  connectionsCheckingInterval: 1000,
  maxHeaderSize: 4096,
  keepAlive: false,
};
/** Nothing moves for so long: whoever wanted it has gone. */
const idleLimitMs = 30_000;
const anyAddress = new Set(['0.0.0.0', '::']);

/**
 * Answers `GET /contents/<sha256>` with contents of the cache, and to nobody but those with a ticket of RenderAPI for
 * that very content. The ticket's key is the connection's: neither goes over the network.
 *
 * @throws the system's error when it cannot listen
 */
export async function shareContents(input: ContentSharingInput): Promise<ContentSharing> {
  const { folder, bindAddress, network, log } = input;
  const admission = createAdmission(input.elapsedMs);
  let answers = 0;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method, url = '', headers } = request;
    const sha256 = url.startsWith(`${sharedContentsPath}/`) ? url.slice(sharedContentsPath.length + 1) : '';
    const ticket = admission.ticketOf(request.socket);
    // The ticket's hash is sixty-four digits, so that no other path comes any further.
    if (method !== 'GET' || ticket?.sha256 !== sha256) {
      response.writeHead(403).end();
      return;
    }
    if (answers >= mostAnswers) {
      response.writeHead(503).end();
      return;
    }
    answers += 1;
    try {
      const file = await openContent(join(folder, sha256.slice(0, 2), sha256));
      if (file === undefined) response.writeHead(404).end();
      else await send(file, headers.range, response);
    } finally {
      answers -= 1;
    }
  }

  const server = createServer(
    { ...sharingTls, ...limits, pskCallback: (socket, ticket) => admission.keyOf(socket, ticket) },
    (request, response) => {
      answer(request, response).catch((error: unknown) => {
        log.debug({ err: error }, 'a content could not be sent to another machine');
        response.destroy();
      });
    },
  );
  server.maxConnections = mostConnections;
  server.timeout = idleLimitMs;
  // The server itself knows none that has not said what it wants.
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('tlsClientError', (error) => {
    log.debug({ err: error }, 'somebody without a valid ticket asked for contents');
  });
  await listen(server, bindAddress, input.port);
  const { port } = server.address() as AddressInfo;
  log.info({ port }, 'files of projects are shared with machines of the local network');

  return {
    place() {
      const isAny = bindAddress === null || anyAddress.has(bindAddress);
      const addresses = isAny ? network.addresses().slice(0, mostAddresses) : [bindAddress];
      return addresses.length === 0 ? null : { port, addresses };
    },
    setTerms(terms) {
      admission.setTerms(terms);
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

async function listen(server: ReturnType<typeof createServer>, bindAddress: string | null, port: number) {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  server.once('error', reject);
  // Without an address Node takes all there are, IPv6 where there is any.
  server.listen({ port, ...(bindAddress === null ? {} : { host: bindAddress }) }, () => {
    resolve(undefined);
  });
  await promise;
  server.off('error', reject);
}

/** A link in its place was not made by us. */
async function openContent(path: string): Promise<FileHandle | undefined> {
  // Windows has no such flag.
  const flags = constants.O_RDONLY | ((constants.O_NOFOLLOW as number | undefined) ?? 0);
  return open(path, flags).catch((error: unknown) => {
    if (['ENOENT', 'ELOOP'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  });
}

/** The whole, or from a byte on to the end. */
async function send(file: FileHandle, range: string | undefined, response: ServerResponse): Promise<void> {
  try {
    const facts = await file.stat();
    const start = Number(/^bytes=(\d{1,15})-$/.exec(range ?? '')?.[1] ?? 0);
    if (!facts.isFile() || start >= facts.size) {
      response.writeHead(facts.isFile() ? 416 : 404).end();
      return;
    }
    response.writeHead(start === 0 ? 200 : 206, {
      'content-length': facts.size - start,
      'content-type': 'application/octet-stream',
      ...(start === 0 ? {} : { 'content-range': `bytes ${start}-${facts.size - 1}/${facts.size}` }),
    });
    await pipeline(file.createReadStream({ start, autoClose: false, highWaterMark: 256 * 1024 }), response);
  } finally {
    await file.close();
  }
}
