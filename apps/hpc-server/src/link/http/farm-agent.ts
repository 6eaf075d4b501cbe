import type { Agent } from 'node:http';
import { Agent as HttpsAgent, type AgentOptions } from 'node:https';
import type { Duplex } from 'node:stream';
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { HttpAgent } from './node-http.ts';

/** Connections to RenderAPI at once, the link's own aside: four upload, eight download. */
const mostConnections = 12;

/**
 * The agent that opens connections to a RenderAPI.
 *
 * @param certificate its certificate's SHA-256 in hexadecimal, for one that no authority has signed: then this
 *   very certificate is asked for and nothing else counts; null: as the system trusts
 */
export function createFarmAgent(address: URL, certificate: string | null): Agent {
  const options: AgentOptions = { keepAlive: true, maxSockets: mostConnections, maxFreeSockets: 8 };
  if (address.protocol === 'http:') return new HttpAgent(options);
  if (certificate === null) return new HttpsAgent(options);
  return new PinnedAgent(options, certificate);
}

class PinnedAgent extends HttpsAgent {
  readonly #certificate: string;

  constructor(options: AgentOptions, certificate: string) {
    super(options);
    this.#certificate = certificate;
  }

  override createConnection(
    options: ConnectionOptions,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): undefined {
    const socket = connect({ ...options, rejectUnauthorized: false });
    const onError = (error: Error) => callback?.(error, socket);
    socket.once('error', onError);
    // Handed over only when it is who it should be: not a byte of the credential goes to anybody else.
    socket.once('secureConnect', () => {
      socket.off('error', onError);
      const fault = faultOf(socket, this.#certificate);
      if (fault === null) callback?.(null, socket);
      else {
        socket.destroy();
        callback?.(fault, socket);
      }
    });
  }
}

function faultOf(socket: TLSSocket, certificate: string): Error | null {
  const shown = socket.getPeerX509Certificate()?.fingerprint256;
  if (shown !== undefined && hexOf(shown) === certificate) return null;
  return Object.assign(
    new Error(
      `RenderAPI shows another certificate (${shown ?? 'none'}) than the one that this machine was told to trust. ` +
        'If it was replaced on purpose, join again with its new --fingerprint.',
    ),
    { code: 'certificate-changed' },
  );
}

/** `AA:BB:…` in small letters and without colons. */
export function hexOf(fingerprint: string): string {
  return fingerprint.replaceAll(':', '').toLowerCase();
}
