import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import {
  commitFarm,
  findTask,
  lastLeaseId,
  listAttempts,
  listEngines,
  listFrames,
  listLiveLeases,
  listMachines,
  listSubscriptions,
  loadFarmTasks,
  migrateDatabase,
  openDatabase,
  type Database,
} from '../index.ts';
import { newMachine } from '../machines/machine.ts';
import { allMigrations } from '../migrations/all-migrations.ts';
import { startMs } from './farm.ts';
import type { NewPlace } from './new-place.ts';

/** A farm at work, as version 0003 wrote it: frames 1 and 2 done, 3 and 4 under way, 5 failed twice. */
const earlierRows = [
  `insert into subscriptions (subscription_id, name, queue_limit) values (1, 'Default', 3)`,
  `insert into users (user_id, first_name, last_name, email, subscription_id, is_active, token)
    values (1, 'A', 'B', 'a@example.com', 1, 1, 'token')`,
  `insert into engines (engine_id, name, extension, download_path, render_argument)
    values (1, 'blender', '.blend', '/srv', '-b')`,
  `insert into machines (machine_id, ip_address, port, name) values (1, '10.0.0.1', 5001, 'one'), (2, '10.0.0.2', 5001, 'two')`,
  `insert into renders (render_id, file_name, file_path, file_size, arguments, engine_id, argument_template, argument_values)
    values (1, 'a.blend', '/srv/a.blend', 1, '', 1, '-b', '{"start_frame":"1","end_frame":"5"}')`,
  `insert into tasks (task_id, user_id, queue_time, start_time, is_running, is_success, render_id, machine_id, state, priority, failed_attempts, machine_losses)
    values (1, 1, '2026-01-02 03:04:05.678', '2026-01-02 03:04:06.000', 1, 0, 1, 2, 'running', 70, 2, 1)`,
  `insert into queue (task_id) values (1)`,
  `insert into frames (task_id, frame, state, lease_id) values
    (1, 1, 'done', null), (1, 2, 'done', null), (1, 3, 'leased', 14), (1, 4, 'leased', 14), (1, 5, 'pending', null)`,
  `insert into leases (lease_id, task_id, machine_id, first_frame, last_frame, token, generation, state, granted_at, expires_at)
    values (14, 1, 2, 3, 4, 'its-token', 7, 'running', '2026-01-02 03:04:06.000', '2026-01-02 03:04:36.000')`,
  `insert into attempts (attempt_id, task_id, machine_id, first_frame, last_frame, granted_at, outcome) values
    (10, 1, 1, 1, 2, '2026-01-02 03:04:05.700', 'succeeded'),
    (11, 1, 1, 5, 5, '2026-01-02 03:04:05.800', 'failed'),
    (12, 1, 2, 5, 5, '2026-01-02 03:04:05.900', 'machine-lost'),
    (13, 1, 2, 5, 5, '2026-01-02 03:04:05.950', 'crashed'),
    (14, 1, 2, 3, 4, '2026-01-02 03:04:06.000', null)`,
  `update scheduler_leadership set holder = 'one', generation = 7`,
];

export function exerciseEarlierRows(newPlace: NewPlace): void {
  describe('a database of the version before machines were linked', () => {
    let database: Database;
    before(async () => {
      database = await openDatabase(await newPlace());
      const earlier = Object.fromEntries(
        Object.entries(allMigrations(database.log)).filter(([name]) => name < '0004'),
      );
      const migrator = new Migrator({ db: database.db, provider: { getMigrations: async () => earlier } });
      assert.equal((await migrator.migrateToLatest()).error, undefined);
      for (const statement of earlierRows) await sql.raw(statement).execute(database.db);
      const { from, applied } = await migrateDatabase(database);
      assert.equal(from, '0003-states-of-earlier-tasks');
      assert.deepEqual(applied.slice(0, 2), ['0004-farm-tables', '0005-counts-of-earlier-attempts']);
    });
    after(() => database.close());

    test('what is new has the value that changes nothing', async () => {
      const { db } = database;
      assert.deepEqual(await listMachines(db), [
        { ...newMachine, machineId: 1, ipAddress: '10.0.0.1', port: 5001, name: 'one' },
        { ...newMachine, machineId: 2, ipAddress: '10.0.0.2', port: 5001, name: 'two' },
      ]);
      assert.equal((await listEngines(db))[0]?.adapter, 'command');
      assert.equal((await listSubscriptions(db))[0]?.weight, 1);
      const [row] = await loadFarmTasks(db);
      assert.ok(row);
      assert.deepEqual(
        [row.state, row.priority, row.revision, row.order, row.maxMachines, row.render.fileSha256],
        ['running', 70, 0, 'ascending', null, null],
      );
      assert.deepEqual(row.pending, [{ first: 5, last: 5 }]);
      assert.deepEqual([row.framesDone, row.framesLeased], [2, 2]);
      assert.deepEqual((await listFrames(db, { taskId: 1, limit: 1 }))[0]?.attemptId, null);
    });

    test('what failed so far still counts, and numbers go on from where they were', async () => {
      const { db } = database;
      const [row] = await loadFarmTasks(db);
      assert.deepEqual(row?.failures, [
        { frame: 5, machineId: 1 },
        { frame: 5, machineId: 2 },
      ]);
      assert.deepEqual(row.machineLosses, [{ frame: 5 }]);
      assert.equal(await lastLeaseId(db), 14);
    });

    test('its live lease goes on, and ends under its token', async () => {
      const { db } = database;
      const [live] = await listLiveLeases(db);
      assert.deepEqual(live?.remaining, [{ first: 3, last: 4 }]);
      const { refusedEnds } = await commitFarm(database, {
        generation: 7,
        nowMs: startMs,
        ends: [
          {
            leaseId: 14,
            token: 'its-token',
            taskId: 1,
            endedAtMs: startMs,
            outcome: { kind: 'succeeded' },
            cause: null,
            failedFrame: null,
            logTail: null,
            logPath: null,
            countAs: null,
            handedOver: [],
            completesFrames: true,
          },
        ],
      });
      assert.deepEqual(refusedEnds, []);
      assert.equal((await findTask(db, { taskId: 1 }))?.frames.done, 4);
      assert.equal((await listAttempts(db, { taskId: 1 })).at(-1)?.outcome, 'succeeded');
    });
  });
}
