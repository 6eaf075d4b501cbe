import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { environmentName } from '@renderonline/runtime';
import { environmentPrefix, loadRenderApiSettings } from './load-settings.ts';
import { RenderApiConfiguration } from './settings-schema.ts';

describe("RenderAPI's settings", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'renderonline-settings-'));
  });
  after(() => rm(folder, { recursive: true }));

  test('are complete without a file; the database lies below the working folder', async () => {
    const settings = await loadRenderApiSettings({ env: {}, cwd: folder });
    assert.equal(settings.configurationPath, null);
    assert.equal(settings.port, 5000);
    assert.equal(settings.certificate, null);
    assert.equal(settings.connectionString, `Data Source="${join(folder, '.renderonline/renderonline.db')}"`);
    assert.deepEqual(settings.allowedOrigins, ['*']);
    assert.equal(settings.scheduling.leaseTtlMs, 30_000);
    assert.ok(Object.isFrozen(settings));
  });

  test("take the specification's file, with paths relative to it", async () => {
    const configPath = join(folder, 'https.json');
    await writeFile(
      configPath,
      JSON.stringify({
        ConnectionString:
          'Server=localhost;Database=renderonline;User Id=renderonline;Password=yourpassword;',
        Port: '5001',
        Certificate: { FullchainPemPath: 'tls/fullchain.pem', PrivPemPath: '/etc/ssl/privkey.pem' },
      }),
    );
    const settings = await loadRenderApiSettings({ configPath, env: {} });
    assert.equal(settings.port, 5001);
    assert.equal(
      settings.connectionString,
      'Server=localhost;Database=renderonline;User Id=renderonline;Password=yourpassword;',
    );
    assert.deepEqual(settings.certificate, {
      fullchainPemPath: join(folder, 'tls/fullchain.pem'),
      privPemPath: '/etc/ssl/privkey.pem',
      pollMs: 10_000,
    });
  });

  test('let the environment win over the file, and flags over both', async () => {
    const configPath = join(folder, 'ports.json');
    await writeFile(configPath, '{"Port": 1, "BindAddress": "127.0.0.1"}');
    const env = { RENDERONLINE_API_PORT: '2', RENDERONLINE_API_ALLOWED_ORIGINS: '["https://farm.example"]' };
    assert.equal((await loadRenderApiSettings({ configPath, env })).port, 2);
    const settings = await loadRenderApiSettings({ configPath, env, flags: { Port: 3 } });
    assert.equal(settings.port, 3);
    assert.equal(settings.bindAddress, '127.0.0.1');
    assert.deepEqual(settings.allowedOrigins, ['https://farm.example']);
  });

  test('run scripts of scenes only where the farm says so, at submission and on machines', async () => {
    const allowed = async (flags: Record<string, unknown>) => {
      const settings = await loadRenderApiSettings({ env: {}, cwd: folder, flags });
      return [settings.allowsScripts, settings.scheduling.allowsScripts];
    };
    assert.deepEqual(await allowed({}), [false, false]);
    assert.deepEqual(await allowed({ AllowScripts: true }), [true, true]);
  });

  const refused: [flags: Record<string, unknown>, message: RegExp][] = [
    [{ Prot: 1 }, /unknown key "Prot"/],
    [{ MachineSilentAfterMs: 1000 }, /"MachineSilentAfterMs" must be at least 3 × "MachinePollIntervalMs"/],
    [{ LinkSilentAfterMs: 1500 }, /"LinkSilentAfterMs" must be at least 2 × "LinkHeartbeatMs"/],
    [
      { ContentsS3: { Bucket: 'farm', AccessKeyId: 'x' } },
      /"ContentsS3" needs both "AccessKeyId" and "SecretAccessKey"/,
    ],
    [{ HungFrameFactor: 1 }, /"HungFrameFactor" must be 0, or at least 2/],
    [{ LeaseTtlMs: 1000 }, /"LeaseTtlMs" must not be less than "MachineSilentAfterMs"/],
    [{ UploadTotalTimeoutMs: 10 }, /"UploadTotalTimeoutMs" must not be less than "UploadIdleTimeoutMs"/],
    [
      { ConnectionIdleTimeoutMs: 10_000 },
      /"ConnectionIdleTimeoutMs" must be at least 2 × "EventHeartbeatMs"/,
    ],
  ];
  for (const [flags, message] of refused) {
    test(`refuse ${JSON.stringify(flags)}`, async () => {
      await assert.rejects(loadRenderApiSettings({ env: {}, cwd: folder, flags }), {
        code: 'configuration-invalid',
        message,
      });
    });
  }

  test('are documented: every key with its default and its environment name', async () => {
    const text = await readFile(new URL('../../../../docs/configuration.md', import.meta.url), 'utf8');
    const page = text.replaceAll(/ +/g, ' '); // Prettier pads tables
    for (const [key, schema] of Object.entries(RenderApiConfiguration.properties)) {
      const shown = JSON.stringify((schema as { default?: unknown }).default);
      const row = `| \`${key}\` | \`${shown}\` |`;
      assert.ok(page.includes(row), `docs/configuration.md lacks a row that begins ${row}`);
      const name = environmentName(environmentPrefix, key);
      assert.ok(page.includes(`\`${name}\``), `docs/configuration.md does not name ${name}`);
    }
  });
});
