import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { rootCertificates } from 'node:tls';
import { makeCertificate } from '../testing/make-certificate.ts';
import { fingerprintToPin } from './fingerprint-to-pin.ts';

test('a certificate is told where nobody can check it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'renderonline-pin-'));
  try {
    const { cert } = await makeCertificate(folder, 'own');
    const pem = await readFile(cert, 'utf8');
    const own = new X509Certificate(pem).fingerprint256.replaceAll(':', '').toLowerCase();
    assert.equal(await fingerprintToPin(cert), own);
    const chain = join(folder, 'chain.pem');
    await writeFile(chain, `${pem}\n${rootCertificates[0] ?? ''}\n`);
    assert.equal(await fingerprintToPin(chain), null);
    await writeFile(chain, 'no certificate');
    assert.equal(await fingerprintToPin(chain), null);
    assert.equal(await fingerprintToPin(join(folder, 'gone.pem')), null);
  } finally {
    await rm(folder, { recursive: true });
  }
});
