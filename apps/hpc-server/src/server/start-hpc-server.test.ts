import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { it } from 'node:test';
import { createLogger } from '@renderonline/runtime';
import { startTestServer, testSettings } from '../testing/test-server.ts';
import { startHpcServer } from './start-hpc-server.ts';

const log = createLogger({ name: 'test', level: 'silent' });

it('says so when the port is taken, and leaves the folder free', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as { port: number };
  const settings = await testSettings({ port });
  await assert.rejects(startHpcServer(settings, { log }), {
    code: 'port-taken',
    message: new RegExp(`Port ${port}`),
  });
  await new Promise((resolve) => other.close(resolve));
  const server = await startHpcServer(settings, { log });
  assert.equal(server.port, port);
  await server.close();
  await rm(settings.dataDirectory, { recursive: true });
});

it('says so when the data folder cannot be used', async () => {
  const settings = await testSettings();
  const file = join(settings.dataDirectory, 'file');
  await writeFile(file, '');
  await assert.rejects(startHpcServer({ ...settings, dataDirectory: join(file, 'data') }, { log }), {
    code: 'folder-not-writable',
    message: /another DataDirectory/,
  });
  await rm(settings.dataDirectory, { recursive: true });
});

it('is refused where another HPCServer uses the data folder, whose renderer goes on', async () => {
  const server = await startTestServer();
  try {
    await server.start({ EngineId: 'mock', TaskId: 1, Arguments: '--hang' });
    await assert.rejects(startHpcServer(server.settings, { log }), {
      code: 'folder-in-use',
      message: new RegExp(`Another HPCServer \\(process ${process.pid}\\) uses the folder`),
    });
    assert.equal((await server.attempt())?.IsRunning, true);
  } finally {
    await server.close();
  }
});

it('listens on IPv4 and IPv6 when no address is given', async () => {
  const settings = await testSettings({ bindAddress: null });
  const server = await startHpcServer(settings, { log });
  try {
    assert.equal((await fetch(`http://127.0.0.1:${server.port}/hpc/status`)).status, 200);
    const overIpv4 = await fetch(`http://127.0.0.1:${server.port}/hpc/stop`, { method: 'POST' });
    assert.equal(overIpv4.status, 200, 'loopback is trusted in its IPv6 disguise too');
    if (server.address === '::') {
      assert.equal((await fetch(`http://[::1]:${server.port}/hpc/stop`, { method: 'POST' })).status, 200);
    }
  } finally {
    await server.close();
    await rm(settings.dataDirectory, { recursive: true, force: true });
  }
});
