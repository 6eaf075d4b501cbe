import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { linkLimits, linkPath, linkSubprotocol } from '@renderonline/contract';
import type { Database } from '@renderonline/database';
import { domainError } from '@renderonline/domain';
import type { Logger } from '@renderonline/runtime';
import { WebSocketServer } from 'ws';
import { authenticateMachine } from '../credentials/machine-authenticator.ts';
import type { ConnectionLimits } from '../link-settings.ts';
import type { LinkTransport } from '../link-transport.ts';
import { refuseUpgrade } from './refuse-upgrade.ts';

export interface AcceptLinksDependencies {
  readonly transport: Pick<LinkTransport, 'isOpen' | 'accept'>;
  readonly database: Database;
  readonly log: Logger;
  readonly limits: Pick<ConnectionLimits, 'closeTimeoutMs'>;
  readonly maxConnections: number;
}

/** How many may be authenticated at once: a farm that comes back all at once waits its turn and tries again. */
const maxAuthenticating = 512;

/** Lets machines open the link on a server: authenticated, and with a version in common, before the first message. */
export function acceptLinks(server: Server, dependencies: AcceptLinksDependencies): void {
  const { transport, database, log, limits, maxConnections } = dependencies;
  const options = {
    noServer: true,
    clientTracking: false,
    maxPayload: linkLimits.messageBytes,
    // Messages are small; a compressor each way would cost more memory than everything else.
    perMessageDeflate: false,
    closeTimeout: limits.closeTimeoutMs,
    handleProtocols: () => linkSubprotocol,
  };
  const sockets = new WebSocketServer(options);
  let authenticating = 0;
  let connected = 0;

  async function open(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    requireUpgrade(request);
    if (!transport.isOpen())
      throw domainError('not-scheduling', 'This RenderAPI does not schedule at the moment.');
    if (authenticating >= maxAuthenticating || connected + authenticating >= maxConnections) {
      throw domainError('too-busy', 'Too many machines connect at once.');
    }
    authenticating += 1;
    try {
      const machine = await authenticateMachine(database, request.headers.authorization);
      const address = request.socket.remoteAddress ?? '';
      sockets.handleUpgrade(request, socket, head, (webSocket) => {
        connected += 1;
        webSocket.once('close', () => {
          connected -= 1;
        });
        transport.accept(webSocket, machine, plainAddress(address));
      });
    } finally {
      authenticating -= 1;
    }
  }

  // Everything else that asks for an upgrade (h2c, say) is answered as if it had not, as RenderAPI always did.
  Object.assign(server, {
    shouldUpgradeCallback: (request: IncomingMessage) => isLinkPath(request.url ?? ''),
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const ignore = (): void => undefined;
    socket.on('error', ignore);
    open(request, socket, head).then(
      () => socket.off('error', ignore),
      (error: unknown) => {
        refuseUpgrade(request, socket, error, log);
      },
    );
  });
}

function isLinkPath(url: string): boolean {
  const path = url.split('?', 1)[0] ?? '';
  return path.replace(/\/$/, '').toLowerCase() === linkPath;
}

function requireUpgrade({ headers }: IncomingMessage): void {
  const offered = (headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
  if (headers.upgrade?.toLowerCase() === 'websocket' && offered.includes(linkSubprotocol)) return;
  throw domainError(
    'link-version-unknown',
    `This RenderAPI speaks ${linkSubprotocol} over a WebSocket, and nothing else.`,
    { versions: linkSubprotocol },
  );
}

/** IPv4 as people write it, also on a socket for both. */
function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}
