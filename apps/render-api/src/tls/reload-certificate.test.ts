import assert from 'node:assert/strict';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { connect } from 'node:tls';
import { createLogger } from '@renderonline/runtime';
import { makeCertificate } from '../testing/make-certificate.ts';
import { readPemPair } from './pem-pair.ts';
import { reloadCertificate } from './reload-certificate.ts';

describe('a certificate that changes', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'renderonline-tls-'));
    await makeCertificate(folder, 'first');
    await makeCertificate(folder, 'second');
  });
  after(() => rm(folder, { recursive: true }));

  test('is used by new connections; a broken one is told once and changes nothing', async () => {
    const settings = {
      fullchainPemPath: join(folder, 'cert.pem'),
      privPemPath: join(folder, 'key.pem'),
      pollMs: 1,
    };
    const install = async (name: string) => {
      await copyFile(join(folder, `${name}.cert.pem`), settings.fullchainPemPath);
      await copyFile(join(folder, `${name}.key.pem`), settings.privPemPath);
    };
    await install('first');
    const pair = await readPemPair(settings);
    const server = createServer({ ...pair }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const lines: string[] = [];
    const log = createLogger({ name: 'test', destination: { write: (line) => void lines.push(line) } });

    // Each look ends by asking for the next timer, so the test moves time look by look.
    let nextLook = Promise.withResolvers<() => void>();
    const stop = reloadCertificate(server, pair, {
      settings,
      log,
      clock: {
        setTimer(_delayMs, callback) {
          nextLook.resolve(callback);
          return () => undefined;
        },
      },
    });
    async function look(): Promise<void> {
      const run = await nextLook.promise;
      nextLook = Promise.withResolvers();
      run();
      await nextLook.promise;
    }
    const { port } = server.address() as AddressInfo;

    await look();
    assert.equal(await commonName(port), 'first');
    await writeFile(settings.fullchainPemPath, '-----BEGIN CERTIFICATE-----\nhalf writ');
    await look();
    await look();
    assert.equal(await commonName(port), 'first');
    assert.equal(lines.filter((line) => line.includes('could not be reloaded')).length, 1);
    await install('second');
    await look();
    assert.equal(await commonName(port), 'second');
    stop();
    server.closeAllConnections();
    server.close();
  });

  test('and a key that is not its own are refused by name', async () => {
    await assert.rejects(
      readPemPair({
        fullchainPemPath: join(folder, 'first.cert.pem'),
        privPemPath: join(folder, 'second.key.pem'),
        pollMs: 1,
      }),
      { code: 'certificate-invalid', message: /first\.cert\.pem .*second\.key\.pem/ },
    );
    await assert.rejects(
      readPemPair({ fullchainPemPath: join(folder, 'gone.pem'), privPemPath: 'x', pollMs: 1 }),
      { code: 'certificate-invalid', message: /gone\.pem cannot be read/ },
    );
  });
});

function commonName(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false }, () => {
      resolve(String(socket.getPeerCertificate().subject.CN));
      socket.destroy();
    });
    socket.on('error', reject);
  });
}
