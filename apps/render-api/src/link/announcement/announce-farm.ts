import { hostname } from 'node:os';
import { linkSubprotocol } from '@renderonline/contract';
import type { Logger } from '@renderonline/runtime';
import { Bonjour } from 'bonjour-service';

/** What the farm is called on the local network (mDNS): `_renderonline._tcp`. */
export const serviceType = 'renderonline';

/** How long saying goodbye may take. */
const farewellMs = 1000;

export interface Announcement {
  readonly port: number;
  readonly isSecure: boolean;
  readonly version: string;
  readonly log: Logger;
}

/**
 * Tells the local network where RenderAPI is, so that `renderonline node --join` needs no address. A network that
 * does not let us is logged, and nothing else.
 *
 * @returns a function that takes it back
 */
export function announceFarm({ port, isSecure, version, log }: Announcement): () => Promise<void> {
  const complain = (error: unknown): void => {
    log.info({ err: error }, 'RenderAPI could not be announced on the local network');
  };
  const bonjour = new Bonjour({}, complain);
  const service = bonjour.publish({
    // Two farms of one computer have two names.
    name: `RenderOnline on ${hostname()}:${port}`,
    type: serviceType,
    port,
    txt: { scheme: isSecure ? 'https' : 'http', version, link: linkSubprotocol },
  });
  service.on('error', complain);
  return () =>
    new Promise((resolve) => {
      const limit = setTimeout(resolve, farewellMs);
      bonjour.unpublishAll(() => {
        bonjour.destroy(() => {
          clearTimeout(limit);
          resolve();
        });
      });
    });
}

/** Whether nobody but this computer could come to the address. */
export function isLoopback(bindAddress: string): boolean {
  return bindAddress === 'localhost' || bindAddress === '::1' || bindAddress.startsWith('127.');
}
