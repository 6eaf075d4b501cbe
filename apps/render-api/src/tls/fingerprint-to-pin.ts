import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { rootCertificates } from 'node:tls';

/**
 * What a new computer has to be told of a certificate because it cannot check it: its SHA-256, as 64 hexadecimal
 * digits; null where an authority that computers know has signed it. What cannot be read is not told.
 *
 * @param chainPath of the certificate with those that lead to its authority, as PEM
 */
export async function fingerprintToPin(chainPath: string): Promise<string | null> {
  try {
    const pem = await readFile(chainPath, 'utf8');
    const chain = (pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []).map(
      (text) => new X509Certificate(text),
    );
    const [own] = chain;
    const top = chain.at(-1);
    if (own === undefined || top === undefined || isKnown(top)) return null;
    return own.fingerprint256.replaceAll(':', '').toLowerCase();
  } catch {
    return null;
  }
}

/** Whether it is one of an authority that comes with Node.js, or signed by one. */
function isKnown(certificate: X509Certificate): boolean {
  return rootCertificates.some((text) => {
    const root = new X509Certificate(text);
    return certificate.checkIssued(root) && certificate.verify(root.publicKey);
  });
}
