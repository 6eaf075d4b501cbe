// The whole RenderAPI, started as the command line starts it.
import assert from 'node:assert/strict';
import { access, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:https';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { addEngine, migrateDatabase, openDatabase } from '@renderonline/database';
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
      code: 'port-taken',
      message: `Port ${first.port} is taken by another program.`,
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

  test('sweeps what a killed upload left', async () => {
    const downloads = join(folder, 'downloads');
    const ConnectionString = `Data Source=${join(folder, 'sweep.db')}`;
    const database = await openDatabase(ConnectionString);
    await migrateDatabase(database);
    await addEngine(database.db, {
      name: 'x',
      extension: '.x',
      downloadPath: downloads,
      renderArgument: '-x',
    });
    await database.close();
    const directory = join(downloads, '1', '638000000000000000');
    await mkdir(directory, { recursive: true });
    await writeFile(join(directory, 'scene.x.part'), 'half of it');
    // As an earlier run of this program left it, which had the same process id.
    const owner = { fileName: 'scene.x', host: hostname(), processId: process.pid, run: 'earlier' };
    await writeFile(join(directory, '.incoming'), JSON.stringify(owner));
    const api = await start({ ConnectionString });
    await assert.rejects(access(directory), { code: 'ENOENT' });
    await api.close();
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
