// The whole RenderAPI, started as the command line starts it.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { createLogger } from '@renderonline/runtime';
import { loadRenderApiSettings } from './settings/load-settings.ts';
import { startRenderApi } from './start.ts';
import { makeCertificate } from './testing/make-certificate.ts';

describe('RenderAPI', { timeout: 60_000 }, () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'renderonline-start-'));
  });
  after(() => rm(folder, { recursive: true }));

  const log = createLogger({ name: 'render-api', level: 'silent' });
  const start = async (flags: Record<string, unknown>) =>
    startRenderApi(
      await loadRenderApiSettings({
        env: {},
        cwd: folder,
        flags: { Port: 0, BindAddress: '127.0.0.1', ...flags },
      }),
      { log },
    );

  test('makes its database, listens, and starts again on the same one', async () => {
    for (let round = 0; round < 2; round += 1) {
      const api = await start({});
      const response = await fetch(`http://${api.address}:${api.port}/readyz`);
      assert.equal(response.status, 200);
      await api.close();
      await assert.rejects(fetch(`http://${api.address}:${api.port}/readyz`));
    }
  });

  test('says that the port is taken, and leaves nothing running', async () => {
    const first = await start({});
    await assert.rejects(start({ Port: first.port, ConnectionString: 'Data Source=other.db' }), {
      code: 'EADDRINUSE',
    });
    await first.close();
  });

  test('says that the database cannot be reached', async () => {
    await assert.rejects(
      start({ ConnectionString: 'Server=127.0.0.1;Port=1;Database=x;User Id=x;Password=hunter2' }),
      {
        code: 'database-unreachable',
        message: /^((?!hunter2).)*$/s,
      },
    );
  });

  test('serves HTTPS', async () => {
    const { cert, key } = await makeCertificate(folder, 'localhost');
    const api = await start({ Certificate: { FullchainPemPath: cert, PrivPemPath: key } });
    const ca = await readFile(cert);
    const status = await new Promise((resolve, reject) => {
      const address = { host: '127.0.0.1', port: api.port, path: '/healthz', ca, agent: false } as const;
      get(address, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).on('error', reject);
    });
    assert.equal(status, 200);
    await api.close();
  });
});
