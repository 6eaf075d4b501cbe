import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import { domainError } from '@renderonline/domain';
import type { CertificateSettings } from '../settings/render-api-settings.ts';

/** A certificate chain and its key, as PEM. */
export interface PemPair {
  readonly cert: Buffer;
  readonly key: Buffer;
}

/**
 * Reads the certificate and its key, and makes sure that they belong together.
 *
 * @throws DomainError 'certificate-invalid' naming the file.
 */
export async function readPemPair(settings: CertificateSettings): Promise<PemPair> {
  const pair = {
    cert: await readPem(settings.fullchainPemPath),
    key: await readPem(settings.privPemPath),
  };
  try {
    createSecureContext(pair);
  } catch (error) {
    throw domainError(
      'certificate-invalid',
      `The certificate ${settings.fullchainPemPath} and the key ${settings.privPemPath} cannot be used together: ${(error as Error).message}.`,
      {},
      error,
    );
  }
  return pair;
}

async function readPem(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw domainError(
      'certificate-invalid',
      `${path} cannot be read: ${(error as Error).message}.`,
      {},
      error,
    );
  }
}
