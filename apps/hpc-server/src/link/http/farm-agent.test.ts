import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { WebSocket, WebSocketServer } from 'ws';
import { makeCertificate } from '../../testing/make-certificate.ts';
import { createFarmAgent, hexOf } from './farm-agent.ts';
import { readText } from './read-answer.ts';
import { requestFarm } from './request-farm.ts';

it('trusts the very certificate that it was told, and shows nobody else the credential', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'renderonline-tls-'));
  const certificate = await makeCertificate(folder, 'farm');
  const authorizations: (string | undefined)[] = [];
  const server = createServer(certificate, (request, response) => {
    authorizations.push(request.headers.authorization);
    response.end('hello');
  });
  const sockets = new WebSocketServer({ server });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = new URL(`https://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const right = hexOf(new X509Certificate(certificate.cert).fingerprint256);
  const ask = async (pin: string | null) => {
    const agent = createFarmAgent(address, pin);
    try {
      const door = { address, agent, authorization: 'Machine 1.geheim' };
      return await readText(await requestFarm(door, { method: 'GET', path: '/' }));
    } finally {
      agent.destroy();
    }
  };
  const agent = createFarmAgent(address, right);
  try {
    assert.equal(await ask(right), 'hello');
    await assert.rejects(ask(`0${right.slice(1)}`.replace(/^00/, '1')), { code: 'certificate-changed' });
    await assert.rejects(ask(null), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    assert.deepEqual(authorizations, ['Machine 1.geheim']);
    const socket = new WebSocket(address.href.replace('https', 'wss'), { agent });
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    socket.terminate();
  } finally {
    agent.destroy();
    sockets.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await rm(folder, { recursive: true });
  }
});
