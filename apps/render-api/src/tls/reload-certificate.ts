import type { Server } from 'node:tls';
import type { Logger } from '@renderonline/runtime';
import type { Clock } from '../scheduling/clock.ts';
import type { CertificateSettings } from '../settings/render-api-settings.ts';
import { readPemPair, type PemPair } from './pem-pair.ts';

export interface ReloadDependencies {
  readonly settings: CertificateSettings;
  readonly log: Logger;
  readonly clock: Pick<Clock, 'setTimer'>;
}

/**
 * Looks at the certificate files now and then, and has new connections use them when they have changed. Their
 * contents are compared: renewers replace links and folders, which file watching misses. A pair that cannot be
 * used (half written, say) is told once and tried again; the old one stays meanwhile.
 *
 * @returns a function that ends it.
 */
export function reloadCertificate(
  server: Pick<Server, 'setSecureContext'>,
  current: PemPair,
  { settings, log, clock }: ReloadDependencies,
): () => void {
  let inUse = current;
  let lastProblem = '';
  let isEnded = false;
  let forgetTimer = clock.setTimer(settings.pollMs, tick);

  function tick(): void {
    void look().finally(() => {
      if (!isEnded) forgetTimer = clock.setTimer(settings.pollMs, tick);
    });
  }
  async function look(): Promise<void> {
    try {
      const found = await readPemPair(settings);
      lastProblem = '';
      if (found.cert.equals(inUse.cert) && found.key.equals(inUse.key)) return;
      server.setSecureContext(found);
      inUse = found;
      log.info({ path: settings.fullchainPemPath }, 'the certificate was reloaded');
    } catch (error) {
      const { message } = error as Error;
      if (message !== lastProblem) log.warn({ reason: message }, 'the certificate could not be reloaded');
      lastProblem = message;
    }
  }
  return () => {
    isEnded = true;
    forgetTimer();
  };
}
