import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Type } from 'typebox';
import { environmentName, loadConfiguration } from './load-configuration.ts';

const schema = Type.Object(
  {
    ConnectionString: Type.String({ default: 'Data Source=farm.db' }),
    Port: Type.Integer({ minimum: 0, maximum: 65_535, default: 5000 }),
    Certificate: Type.Union(
      [Type.Null(), Type.Object({ PrivPemPath: Type.String() }, { additionalProperties: false })],
      { default: null },
    ),
    TrustedRenderApis: Type.Array(Type.String(), { default: ['127.0.0.1'] }),
  },
  { additionalProperties: false },
);

describe('loadConfiguration', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'renderonline-configuration-'));
  });
  after(() => rm(folder, { recursive: true }));

  async function load(
    text: string | null,
    env: Record<string, string> = {},
    flags: Record<string, unknown> = {},
  ) {
    const fileName = `${String(Math.abs(text?.length ?? 0))}-farm.json`;
    if (text !== null) await writeFile(join(folder, fileName), text);
    return loadConfiguration({
      schema,
      fileName: text === null ? 'absent.json' : fileName,
      env,
      envPrefix: 'FARM_',
      flags,
      cwd: folder,
    });
  }

  test('has defaults when there is no file', async () => {
    const loaded = await load(null);
    assert.equal(loaded.path, null);
    assert.deepEqual(loaded.values, {
      ConnectionString: 'Data Source=farm.db',
      Port: 5000,
      Certificate: null,
      TrustedRenderApis: ['127.0.0.1'],
    });
  });

  test('takes the specification’s quoted port, any case of keys and a byte order mark', async () => {
    const loaded = await load('\uFEFF{"port": "5001", "certificate": {"privpempath": "key.pem"}}');
    assert.equal(loaded.values.Port, 5001);
    assert.deepEqual(loaded.values.Certificate, { PrivPemPath: 'key.pem' });
    assert.equal(loaded.directory, folder);
  });

  test('lets the environment win over the file and flags over both', async () => {
    const loaded = await load(
      '{"Port": 1, "ConnectionString": "from file"}',
      {
        FARM_PORT: '2',
        FARM_CONNECTION_STRING: 'from environment',
        FARM_TRUSTED_RENDER_APIS: '["10.0.0.1"]',
      },
      { Port: 3, ConnectionString: undefined },
    );
    assert.equal(loaded.values.Port, 3);
    assert.equal(loaded.values.ConnectionString, 'from environment');
    assert.deepEqual(loaded.values.TrustedRenderApis, ['10.0.0.1']);
    assert.deepEqual(
      [...loaded.sources],
      [
        ['ConnectionString', 'environment'],
        ['Port', 'flag'],
        ['Certificate', 'default'],
        ['TrustedRenderApis', 'environment'],
      ],
    );
    assert.equal((await load('{"port": 1}')).sources.get('Port'), 'file');
  });

  const refused: [name: string, text: string, message: RegExp][] = [
    [
      'an unknown key, by name and with the likely one',
      '{"Prot": 1}',
      /unknown key "Prot", did you mean "Port"\?/,
    ],
    ['a value of the wrong type', '{"Port": "five"}', /"Port" must be integer/],
    ['a value out of bounds', '{"Port": 70000}', /"Port" must be <= 65535/],
    ['what is not JSON', '{"Port": ', /is not valid JSON/],
    ['what is not an object', '[]', /must hold one JSON object/],
  ];
  for (const [name, text, message] of refused) {
    test(`refuses ${name}`, async () => {
      await assert.rejects(load(text), { code: 'configuration-invalid', message });
    });
  }

  test('refuses a named file that is not there', async () => {
    await assert.rejects(
      loadConfiguration({
        schema,
        fileName: 'x',
        configPath: 'gone.json',
        env: {},
        envPrefix: '',
        cwd: folder,
      }),
      { code: 'configuration-not-found', message: /gone\.json cannot be read/ },
    );
  });

  test('names environment variables after the keys', () => {
    assert.equal(environmentName('FARM_', 'ConnectionString'), 'FARM_CONNECTION_STRING');
  });
});
