import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { loadHpcServerSettings } from './load-hpc-server-settings.ts';

describe('HPCServer.json', () => {
  let folder: string;
  let configPath: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'renderonline-settings-'));
    configPath = join(folder, 'HPCServer.json');
  });
  after(() => rm(folder, { recursive: true }));

  async function load(file: object, env: Record<string, string> = {}, flags: Record<string, unknown> = {}) {
    await writeFile(configPath, JSON.stringify(file));
    return loadHpcServerSettings({ configPath, env, flags });
  }

  const blender = { EngineId: 'blender', ExecutablePath: '/usr/bin/blender' };

  it("is understood as the specification's example has it, with every default", async () => {
    assert.deepEqual(await load({ Port: '5001', RenderingEngines: [blender] }), {
      port: 5001,
      isPortGiven: true,
      bindAddress: null,
      renderingEngines: [{ engineId: 'blender', executablePath: '/usr/bin/blender', leadingArguments: [] }],
      trustedRenderApis: ['127.0.0.0/8', '::1'],
      dataDirectory: join(folder, '.renderonline', 'hpc-server'),
      maxLogBytes: 67_108_864,
      keepAttempts: 200,
      stopGraceMs: 5000,
      maxRenderMs: 0,
      slots: null,
      findsEngines: true,
      hungAfterMs: null,
      cacheBytes: 20 * 1024 ** 3,
      sharedContents: null,
      sharePort: null,
      outputBufferBytes: 10 * 1024 ** 3,
      sessionIdleMs: 120_000,
      sessionMemoryMb: null,
      userIdleMs: 300_000,
      maxOutboxBytes: 8 * 1024 * 1024,
    });
  });

  it('may be absent; the environment comes before it, and flags before the environment', async () => {
    const env = { RENDERONLINE_NODE_PORT: '6000', RENDERONLINE_NODE_STOP_GRACE_MS: '70' };
    const absent = await loadHpcServerSettings({ env: {}, cwd: join(folder, '..') });
    assert.deepEqual([absent.port, absent.isPortGiven], [5001, false]);
    const settings = await load({ Port: 1, StopGraceMs: 1 }, env, { Port: 7000 });
    assert.deepEqual([settings.port, settings.stopGraceMs], [7000, 70]);
  });

  it('takes paths from its own folder, and bare names as they are', async () => {
    const engines = [
      { EngineId: 'a', ExecutablePath: 'tools/a' },
      { EngineId: 'b', ExecutablePath: 'b' },
    ];
    const { renderingEngines, dataDirectory } = await load({ RenderingEngines: engines, DataDirectory: 'd' });
    assert.deepEqual(
      renderingEngines.map(({ executablePath }) => executablePath),
      [join(folder, 'tools', 'a'), 'b'],
    );
    assert.equal(dataDirectory, join(folder, 'd'));
  });

  const faults: readonly (readonly [file: object, message: RegExp])[] = [
    [{ Port: '99999' }, /"Port" is 99999/],
    [{ Port: 'http' }, /Port/],
    [{ Prot: 5001 }, /unknown key "Prot", did you mean "Port"\?/],
    [{ RenderingEngines: [{ EngineId: 'blender' }] }, /RenderingEngines/],
    [{ RenderingEngines: [blender, { ...blender, EngineId: 'Blender' }] }, /EngineId Blender twice/],
    [{ TrustedRenderApis: ['renderapi.local'] }, /"renderapi.local".*Names are not looked up/],
    [{ StopGraceMs: -1 }, /StopGraceMs/],
  ];
  for (const [file, message] of faults) {
    it(`refuses ${JSON.stringify(file)}`, async () => {
      await assert.rejects(load(file), { code: 'configuration-invalid', message });
    });
  }
});
