// The specification's Quick Start on a real MariaDB, word for word but for the values that it tells
// its reader to adapt, with real Blender; used by a client of 1.x.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { startPrivateMariaDb } from '@renderonline/database/testing';
import { Client1x } from './support/client-1x.ts';
import { startApi, startNode } from './support/farm.ts';
import { assertPictureIsWhole } from './support/images.ts';
import { mariadbClient } from './support/mariadb-client.ts';
import { freePort, killAllPrograms, root } from './support/program.ts';
import { buildScene } from './support/scene.ts';

const run = promisify(execFile);
const tables = ['users', 'subscriptions', 'engines', 'argtypes', 'machines', 'renders', 'tasks', 'queue'];

const seed = (downloads: string, nodePort: number) => `
  INSERT INTO subscriptions (subscription_id, name, queue_limit)
  VALUES (1, 'Default', 3);

  INSERT INTO users (first_name, last_name, email, subscription_id, is_active, token)
  VALUES ('Test', 'User', 'user@example.com', 1, 1, 'my-secret-token');

  INSERT INTO engines (engine_id, name, extension, download_path, render_argument)
  VALUES (
    1,
    'blender',
    '.blend',
    '${downloads}',
    'blender -b $RENDERONLINE:@uploaded_file -s $RENDERONLINE:start_frame -e $RENDERONLINE:end_frame -a'
  );

  INSERT INTO argtypes (argtype_id, type, regex)
  VALUES
    ('start_frame', 'natural', NULL),
    ('end_frame', 'natural', NULL),
    ('output_format', 'extension', NULL);

  INSERT INTO machines (machine_id, ip_address, port)
  VALUES (1, '127.0.0.1', ${nodePort});
`;

describe('the specification’s Quick Start', () => {
  let folder: string;
  let mariadb: Awaited<ReturnType<typeof startPrivateMariaDb>>;
  let client: Client1x;
  let address: string;
  const mysql = (sql: string) => mariadbClient(mariadb.socketPath, sql);

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'renderonline-quick-start-'));
    mariadb = await startPrivateMariaDb();
    await mariadb.createDatabase('renderonline');
    for (const table of tables) {
      await mysql(await readFile(join(root, 'packages/database/sql', `renderonline_${table}.sql`), 'utf8'));
    }
    const [apiPort, nodePort] = [await freePort(), await freePort()];
    await mkdir(join(folder, 'downloads'));
    await mysql(seed(join(folder, 'downloads'), nodePort));
    await startNode(folder, {
      Port: String(nodePort),
      RenderingEngines: [{ EngineId: 'blender', ExecutablePath: '/usr/bin/blender' }],
    });
    const api = await startApi(folder, {
      ConnectionString: mariadb.connectionString('renderonline'),
      Port: String(apiPort),
      Certificate: null,
    });
    address = api.address;
    client = new Client1x(address, 'user@example.com', 'my-secret-token');
  });
  after(async () => {
    await killAllPrograms();
    await mariadb.stop();
    await rm(folder, { recursive: true });
  });

  test('the seeded token works and its plain text leaves the database', async () => {
    assert.equal((await client.info()).User.Email, 'user@example.com');
    assert.doesNotMatch(await mysql('SELECT token FROM users'), /my-secret-token/);
    assert.equal((await client.info()).User.IsActive, true);
  });

  test('a task is rendered, listed, downloaded and deleted', async () => {
    const scene = join(folder, 'scene.blend');
    await buildScene(scene, 3);
    const project = new Blob([await readFile(scene)]);
    const taskId = await client.enqueue('file:///home/artist/scene.blend', project, {
      start_frame: '1',
      end_frame: '3',
      output_format: '.png',
    });
    const { Task, Render } = await client.untilEnded(taskId);
    assert.equal(Task.IsSuccess, true);
    assert.equal(Task.MachineId, 1);
    assert.equal(Render.FileName, 'scene.blend');
    assert.equal(Render.FilePath, '');
    assert.equal((await mysql('SELECT COUNT(*) FROM queue')).trim(), '0');

    const archive = join(folder, 'result.zip');
    const response = await client.post('download', taskId);
    assert.equal(response.headers.get('content-type'), 'application/zip');
    await writeFile(archive, Buffer.from(await response.arrayBuffer()));
    await run('python3', ['-m', 'zipfile', '-e', archive, join(folder, 'result')]);
    for (const frame of [1, 2, 3])
      await assertPictureIsWhole(join(folder, 'result', `frame_000${frame}.png`));

    assert.deepEqual(await (await client.post('delete', taskId)).json(), {
      IsDeleted: true,
      ErrorMessage: 'Task and associated render successfully deleted.',
    });
    assert.deepEqual((await client.info()).Tasks, []);
    assert.equal((await mysql('SELECT COUNT(*) FROM tasks, renders')).trim(), '0');
  });
});
