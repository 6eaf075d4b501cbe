import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { sql, type KyselyPlugin, type QueryResult, type UnknownRow } from 'kysely';
import { isDomainError } from '@renderonline/domain';
import {
  addMachine,
  addUser,
  findUserByEmail,
  listEngines,
  listMachines,
  listSubscriptions,
  listTasks,
  listUsers,
  loadFarmTasks,
  migrateDatabase,
  openDatabase,
  type Database,
} from '../index.ts';
import {
  startPrivateMariaDb,
  version1Orphans,
  version1Rows,
  version1Tables,
  type PrivateMariaDb,
} from '../testing/index.ts';
import { rowCounts, shapeOfTables } from './shape-of-tables.ts';

describe('upgrading a database of 1.x', () => {
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
    for (const text of statements) await server.runSql(name, text);
    const database = await openDatabase(server.connectionString(name));
    opened.push(database);
    return database;
  };

  test('every row is still there, with a state that says what its flags said', async () => {
    const database = await open('rows', version1Tables, version1Rows);
    const before = await rowCounts(database);
    await migrateDatabase(database);
    assert.deepEqual(await rowCounts(database), before);
    const tasks = new Map(
      (await listTasks(database.db, { limit: 10 })).map((found) => [found.task.taskId, found]),
    );
    const told = (taskId: number) => {
      const found = tasks.get(taskId);
      assert.ok(found);
      const { task, frames, isQueued } = found;
      return [
        task.state,
        task.isRunning,
        task.isSuccess,
        task.machineId,
        isQueued,
        frames.pending,
        frames.done,
      ];
    };
    assert.deepEqual(told(1), ['succeeded', false, true, 1, false, 0, 1]);
    assert.deepEqual(told(2), ['failed', false, false, 255, false, 0, 0]);
    assert.deepEqual(told(3), ['queued', false, false, null, true, 1, 0]);
    assert.deepEqual(told(4), ['queued', false, false, null, true, 1, 0]);
    assert.deepEqual(told(5), ['canceled', false, false, null, false, 1, 0]);
    const first = tasks.get(1)?.task;
    assert.equal(first?.queuedAtMs, Date.UTC(2024, 7, 27, 20));
    assert.equal(first.endedAtMs, Date.UTC(2024, 7, 27, 20, 5));
    const waiting = await loadFarmTasks(database.db);
    assert.deepEqual(
      waiting.map((task) => [task.taskId, task.render.arguments, task.render.argumentTemplate]),
      [
        [3, 'blender -b c.blend', null],
        [4, 'blender -b d.blend', null],
      ],
    );
  });

  test('tokens and stray columns stay as they were; ids may be large', async () => {
    const database = await open('details', version1Tables, version1Rows);
    await migrateDatabase(database);
    const user = await findUserByEmail(database.db, { email: 'user@example.com' });
    assert.equal(user?.token, 'my-secret-token');
    const { rows } = await sql<{ userscol: string }>`select userscol from users order by user_id`.execute(
      database.db,
    );
    assert.deepEqual(
      rows.map((row) => row.userscol),
      ['stray', null],
    );
    assert.equal((await addMachine(database.db, { ipAddress: 'x', port: 1 })).machineId, 256);
    assert.equal((await addUser(database.db, { ...user, userId: 70_000, email: 'n@x' })).userId, 70_000);
  });

  test('rows whose parents are gone get placeholders that do nothing', async () => {
    const database = await open('orphans', version1Tables, version1Rows, version1Orphans);
    await migrateDatabase(database);
    const user = (await listUsers(database.db)).find(({ userId }) => userId === 999);
    assert.equal(user?.isActive, false);
    assert.equal(user.email, 'missing-user-999@renderonline.invalid');
    const subscription = (await listSubscriptions(database.db)).find((one) => one.subscriptionId === 77);
    assert.equal(subscription?.queueLimit, 0);
    const machine = (await listMachines(database.db)).find(({ machineId }) => machineId === 99);
    assert.equal(machine?.isEnabled, false);
    assert.ok((await listEngines(database.db)).some(({ engineId }) => engineId === 88));
    const tasks = await listTasks(database.db, { limit: 20 });
    assert.deepEqual(
      tasks
        .filter(({ task }) => task.taskId > 5)
        .map(({ task }) => [task.taskId, task.state, task.machineId]),
      [
        [7, 'canceled', null],
        [6, 'canceled', 99],
      ],
    );
    const queue = await database.db
      .selectFrom('queue')
      .select(['queue_id', 'task_id'])
      .orderBy('queue_id')
      .execute();
    assert.deepEqual(
      queue.map((row) => [row.queue_id, row.task_id]),
      [
        [10, 3],
        [11, 4],
      ],
    );
  });

  test('an e-mail that several users have is refused before anything is changed', async () => {
    const database = await open(
      'duplicates',
      version1Tables,
      version1Rows,
      "insert into users values (3, 'A', 'B', 'USER@example.com', 1, 1, 't', null)",
    );
    const before = await shapeOfTables(database);
    await assert.rejects(migrateDatabase(database), (error) => {
      assert.ok(isDomainError(error, 'duplicate-email'));
      assert.match(error.message, /user@example\.com \(user_id 1, 3\)/i);
      assert.match(error.message, /UPDATE users SET email/);
      return true;
    });
    assert.deepEqual(await shapeOfTables(database), before);
    await server.runSql('duplicates', "update users set email = 'other@example.com' where user_id = 3");
    await migrateDatabase(database);
    assert.equal((await listUsers(database.db)).length, 3);
  });

  test('the first scripts of 1.x, with other columns, and foreign keys that somebody added', async () => {
    const database = await open(
      'older',
      version1Tables,
      `alter table subscriptions change name subscription_name varchar(50) not null, drop column queue_limit;
       alter table machines add type varchar(20) not null, add subscriptions text not null;
       alter table argtypes drop column regex;
       alter table users modify first_name varchar(50) null;
       insert into subscriptions values (1, 'Default');
       insert into users values (1, null, 'User', 'user@example.com', 1, 1, 'token', null);
       insert into machines values (1, '192.168.1.10', 5001, 'cpu', '1');
       alter table users add constraint their_own foreign key (subscription_id) references subscriptions (subscription_id);`,
    );
    await migrateDatabase(database);
    const none = { days: null, bytes: null };
    assert.deepEqual(await listSubscriptions(database.db), [
      {
        subscriptionId: 1,
        name: 'Default',
        queueLimit: 3,
        weight: 1,
        keep: { task: none, results: none, logs: none, project: none },
      },
    ]);
    assert.equal((await listUsers(database.db))[0]?.firstName, '');
    assert.equal((await addMachine(database.db, { ipAddress: 'x', port: 1 })).machineId, 2);
    const empty = await open('empty');
    await migrateDatabase(empty);
    const keysOf = (shape: Record<string, unknown>) =>
      Object.values(shape).map((table) => (table as { foreignKeys: unknown }).foreignKeys);
    assert.deepEqual(keysOf(await shapeOfTables(database)), keysOf(await shapeOfTables(empty)));
  });

  test('interrupted after any statement, it is completed by the next run', async () => {
    const database = await open('interrupted', version1Tables, version1Rows, version1Orphans);
    const whole = await open('whole', version1Tables, version1Rows, version1Orphans);
    await migrateDatabase(whole);
    // As few statements a run as get further: then it was interrupted between any two.
    let allowed = 1;
    const refused: string[] = [];
    for (;;) {
      const interrupted = { ...database, db: database.db.withPlugin(stopAfterChanges(allowed)) };
      try {
        await migrateDatabase(interrupted);
        break;
      } catch (error) {
        assert.ok(isDomainError(error, 'database-migration-failed'), String(error));
        const statement = /interrupted before (.*)/s.exec(error.message)?.[1] ?? '';
        if (statement === refused.at(-1)) allowed += 1;
        refused.push(statement);
      }
    }
    assert.ok(new Set(refused).size > 30, `only ${refused.length} interruptions`);
    assert.deepEqual(await shapeOfTables(database), await shapeOfTables(whole));
    assert.deepEqual(await rowCounts(database), await rowCounts(whole));
    assert.deepEqual(await listTasks(database.db, { limit: 20 }), await listTasks(whole.db, { limit: 20 }));
  });
});

/** Lets so many changing statements through and refuses the next, as a crash between two would. */
function stopAfterChanges(allowed: number): KyselyPlugin {
  let changes = 0;
  return {
    transformQuery: ({ node }) => {
      const isReading =
        node.kind === 'SelectQueryNode' ||
        (node.kind === 'RawNode' && /^\s*select/i.test(node.sqlFragments[0] ?? ''));
      if (isReading) return node;
      changes += 1;
      if (changes > allowed) throw new Error(`interrupted before ${JSON.stringify(node)}`);
      return node;
    },
    transformResult: async ({ result }): Promise<QueryResult<UnknownRow>> => result,
  };
}
