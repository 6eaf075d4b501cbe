// A database made by 1.x, with a task still in its queue, upgraded in place and gone on with.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { startPrivateMariaDb } from '@renderonline/database/testing';
import { Client1x } from './support/client-1x.ts';
import { startApi, startNode } from './support/farm.ts';
import { assertPictureIsWhole } from './support/images.ts';
import { mariadbClient } from './support/mariadb-client.ts';
import { freePort, killAllPrograms, root, runCli } from './support/program.ts';
import { buildScene } from './support/scene.ts';

describe('a database made by 1.x', () => {
  let folder: string;
  let mariadb: Awaited<ReturnType<typeof startPrivateMariaDb>>;
  let nodePort: number;
  const taskFolder = () => join(folder, 'downloads/1/638600000000000002');
  const mysql = (sql: string) => mariadbClient(mariadb.socketPath, sql);

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'renderonline-1x-'));
    await mkdir(taskFolder(), { recursive: true });
    await buildScene(join(taskFolder(), 'waiting.blend'), 2);
    nodePort = await freePort();
    mariadb = await startPrivateMariaDb();
    await mariadb.createDatabase('renderonline');
    const script = await readFile(join(root, 'tests/databases/made-by-1x.sql'), 'utf8');
    await mysql(
      script.replaceAll('@DOWNLOADS@', join(folder, 'downloads')).replace('@NODE_PORT@', String(nodePort)),
    );
  });
  after(async () => {
    await killAllPrograms();
    await mariadb.stop();
    await rm(folder, { recursive: true });
  });

  test('is upgraded with every row kept, and a second time changes nothing', async () => {
    const database = ['--database', mariadb.connectionString('renderonline')];
    await runCli(['db', 'migrate', ...database]);
    await runCli(['db', 'migrate', ...database]);
    assert.equal(
      await mysql(
        'SELECT user_id, first_name, last_name, is_active, token, userscol FROM users ORDER BY user_id',
      ),
      '1\tAda\tLovelace\t1\tada-raw-token\tkept\n2\tGünther\tGroß\t0\tguenther-raw-token\tNULL\n',
    );
    assert.equal(
      await mysql('SELECT task_id, state, end_time FROM tasks ORDER BY task_id'),
      '1\tsucceeded\t2024-08-27 20:05:00.000\n2\tfailed\t2024-08-27 21:05:00.000\n3\tqueued\tNULL\n',
    );
    await mysql(
      'INSERT INTO machines (machine_id, ip_address, port) VALUES (300, "127.0.0.1", 9); DELETE FROM machines WHERE machine_id = 300',
    );
  });

  test('serves its user with the raw token and renders the task that waited', async () => {
    await startNode(folder, {
      Port: String(nodePort),
      RenderingEngines: [{ EngineId: 'blender', ExecutablePath: '/usr/bin/blender' }],
    });
    const api = await startApi(folder, {
      ConnectionString: mariadb.connectionString('renderonline'),
      Port: String(await freePort()),
    });
    const client = new Client1x(api.address, 'ada@example.com', 'ada-raw-token');
    const { Task } = await client.untilEnded(3);
    assert.equal(Task.IsSuccess, true, api.program.output());
    for (const frame of [1, 2]) await assertPictureIsWhole(join(taskFolder(), `frame_000${frame}.png`));
    const tasks = (await client.info()).Tasks.map((task) => [task.Task.TaskId, task.Task.QueueTime]);
    assert.deepEqual(tasks, [
      [3, '2024-08-27T22:00:00'],
      [2, '2024-08-27T21:00:00'],
      [1, '2024-08-27T20:00:00'],
    ]);
    assert.doesNotMatch(await mysql('SELECT token FROM users WHERE user_id = 1'), /raw/);
  });
});
