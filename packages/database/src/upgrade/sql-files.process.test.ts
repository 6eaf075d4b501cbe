import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { after, afterEach, before, describe, test } from 'node:test';
import {
  enqueueTask,
  findTask,
  findUserByEmail,
  listArgumentTypes,
  listEngines,
  listMachines,
  migrateDatabase,
  openDatabase,
  type Database,
} from '../index.ts';
import { newMachine } from '../machines/machine.ts';
import { startPrivateMariaDb, version1Rows, version1Tables, type PrivateMariaDb } from '../testing/index.ts';
import { shapeOfTables } from './shape-of-tables.ts';

/** The order of the specification's Quick Start. */
const files = ['users', 'subscriptions', 'engines', 'argtypes', 'machines', 'renders', 'tasks', 'queue'];

const quickStartRows = `
INSERT INTO subscriptions (subscription_id, name, queue_limit) VALUES (1, 'Default', 3);
INSERT INTO users (first_name, last_name, email, subscription_id, is_active, token)
VALUES ('Test', 'User', 'user@example.com', 1, 1, 'my-secret-token');
INSERT INTO engines (engine_id, name, extension, download_path, render_argument)
VALUES (1, 'blender', '.blend', '/srv/renderonline/downloads', 'blender -b $RENDERONLINE:@uploaded_file -a');
INSERT INTO argtypes (argtype_id, type, regex)
VALUES ('start_frame', 'natural', NULL), ('end_frame', 'natural', NULL), ('output_format', 'extension', NULL);
INSERT INTO machines (machine_id, ip_address, port) VALUES (1, '192.168.1.10', 5001);
`;

describe('sql/renderonline_*.sql', () => {
  let server: PrivateMariaDb;
  before(async () => {
    server = await startPrivateMariaDb();
  });
  after(() => server.stop());

  const opened: Database[] = [];
  afterEach(async () => {
    for (const database of opened.splice(0)) await database.close();
  });

  const open = async (name: string, ...statements: string[]): Promise<Database> => {
    await server.createDatabase(name);
    // One connection a file, as one call of the mysql program each.
    for (const text of statements) await server.runSql(name, text);
    const database = await openDatabase(server.connectionString(name));
    opened.push(database);
    return database;
  };
  const textOf = (table: string) =>
    readFileSync(new URL(`../../sql/renderonline_${table}.sql`, import.meta.url), 'utf8');

  test('there is one file for each of the eight tables, and no other', () => {
    const present = readdirSync(new URL('../../sql/', import.meta.url)).sort();
    assert.deepEqual(present, files.map((name) => `renderonline_${name}.sql`).sort());
  });

  test('files, migrations and an upgraded 1.x make the same tables', async () => {
    const byFiles = await open('by_files', ...files.map(textOf));
    const byMigration = await open('by_migration');
    const upgraded = await open('upgraded', version1Tables, version1Rows);
    const filesAlone = await shapeOfTables(byFiles);
    for (const database of [byFiles, byMigration, upgraded]) await migrateDatabase(database);
    const wanted = await shapeOfTables(byMigration);
    assert.deepEqual(filesAlone, wanted);
    assert.deepEqual(await shapeOfTables(byFiles), wanted);
    assert.deepEqual(await shapeOfTables(upgraded), wanted);
  });

  test('in any other order they make the same, and importing them again loses nothing', async () => {
    const database = await open('backwards', ...files.toReversed().map(textOf));
    await server.runSql('backwards', quickStartRows);
    for (const name of files) await server.runSql('backwards', textOf(name));
    assert.equal((await listMachines(database.db)).length, 1);
  });

  test("the Quick Start's rows are complete, before and after migrating", async () => {
    const database = await open('quick_start', ...files.map(textOf), quickStartRows);
    await migrateDatabase(database);
    const user = await findUserByEmail(database.db, { email: 'user@example.com' });
    assert.equal(user?.token, 'my-secret-token');
    assert.deepEqual(await listMachines(database.db), [
      { ...newMachine, machineId: 1, ipAddress: '192.168.1.10', port: 5001 },
    ]);
    assert.equal((await listArgumentTypes(database.db)).length, 3);
    const [engine] = await listEngines(database.db);
    const { taskId } = await enqueueTask(database, {
      userId: user.userId,
      engineId: engine?.engineId ?? 0,
      queuedAtMs: 0,
      fileName: 'scene.blend',
      filePath: '/srv/renderonline/downloads/1/0/scene.blend',
      fileSize: 1,
      arguments: '',
      argumentTemplate: null,
      argumentValues: null,
      frames: [{ first: 1, last: 1 }],
    });
    assert.equal((await findTask(database.db, { taskId }))?.task.queuedAtMs, 0);
  });
});
