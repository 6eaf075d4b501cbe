import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { listLiveLeases, takeLeadership } from '@renderonline/database';
import { createLogger } from '@renderonline/runtime';
import { createFakeClock, settle, type FakeClock } from '../testing/fake-clock.ts';
import { openTestFarm, type TestFarm } from '../testing/test-farm.ts';
import { createCommitWriter, type CommitWriter } from './commit-writer.ts';
import { createFarmChanges, type FarmChanges } from './farm-changes.ts';

const log = createLogger({ name: 'test', level: 'silent' });
let farm: TestFarm;
let clock: FakeClock;
let changes: FarmChanges;
let writer: CommitWriter;
let said: string[];
let lost: number;

beforeEach(async () => {
  farm = await openTestFarm();
  clock = createFakeClock();
  said = [];
  lost = 0;
  changes = createFarmChanges((error) => said.push(String(error)));
  await farm.addMachine('render1');
  const taken = await takeLeadership(farm.database, {
    holder: 'a:1:1',
    expected: { generation: 0, beat: 0 },
  });
  writer = createCommitWriter({
    database: farm.database,
    generation: taken?.generation ?? 0,
    clock,
    log,
    onWaitingTasks: () => undefined,
    onLeadershipLost: () => (lost += 1),
  });
});
afterEach(() => farm.close());

function grant(taskId: number, leaseId: number, token = `token-${leaseId}`): void {
  const frames = { first: 1, last: 10 };
  const row = { leaseId, taskId, machineId: 1, frames, token, isDuplicate: false, expiresAtMs: 1 };
  changes.add('grants', taskId, row, {
    written: () => said.push(`granted ${leaseId}`),
    refused: () => said.push(`refused ${leaseId}`),
  });
}

async function liveIds(): Promise<number[]> {
  return (await listLiveLeases(farm.database.db)).map(({ leaseId }) => leaseId);
}

test('what follows is called after the commit, rows first, and one that throws stops no other', async () => {
  grant(await farm.enqueue(), 1);
  changes.after(() => {
    throw new Error('broken');
  });
  changes.after(() => said.push('after'));
  const taken = changes.take();
  assert.equal(changes.isEmpty(), true);
  assert.equal(await writer.write(taken), true);
  assert.deepEqual(said, ['granted 1', 'Error: broken', 'after']);
});

test('a refused row is told so', async () => {
  const taskId = await farm.enqueue();
  grant(taskId, 1);
  grant(taskId, 2);
  await writer.write(changes.take());
  assert.deepEqual(said, ['granted 1', 'refused 2']);
});

test('a batch that is written twice changes nothing more', async () => {
  grant(await farm.enqueue(), 1);
  const taken = changes.take();
  await writer.write(taken);
  await writer.write(taken);
  assert.deepEqual(said, ['granted 1', 'granted 1']);
  assert.deepEqual(await liveIds(), [1]);
});

test('a database that is away is waited for', async () => {
  const { db } = farm.database;
  grant(await farm.enqueue(), 1);
  await db.schema.alterTable('attempts').renameTo('away').execute();
  const writing = writer.write(changes.take());
  await clock.advance(60_000);
  assert.deepEqual(said, []);
  await db.schema.alterTable('away').renameTo('attempts').execute();
  await clock.advance(2000);
  assert.equal(await writing, true);
  assert.deepEqual(said, ['granted 1']);
});

test('is given up when the writer is stopped', async () => {
  grant(await farm.enqueue(), 1);
  await farm.database.db.schema.alterTable('attempts').renameTo('away').execute();
  const writing = writer.write(changes.take());
  await settle();
  writer.stop();
  assert.equal(await writing, false);
  assert.deepEqual(said, []);
});

test('rows that cannot be written keep no other task’s from being written', async () => {
  const [good, bad] = [await farm.enqueue(), await farm.enqueue()];
  // Nothing but a trigger makes the database refuse a row of ours.
  await farm.database.db.executeQuery({
    sql: `create trigger refuse before insert on leases when new.task_id = ${bad}
      begin select raise(abort, 'no'); end`,
    parameters: [],
    query: { kind: 'RawNode', sqlFragments: [], parameters: [] },
    queryId: { queryId: 'trigger' },
  });
  grant(bad, 1);
  grant(good, 2);
  changes.after(() => said.push('after'));
  const writing = writer.write(changes.take());
  await clock.advance(1000);
  assert.equal(await writing, true);
  assert.deepEqual(said, ['refused 1', 'granted 2', 'after']);
  assert.deepEqual(await liveIds(), [2]);
});

test('another leader ends it', async () => {
  grant(await farm.enqueue(), 1);
  await farm.database.db.updateTable('scheduler_leadership').set({ generation: 99 }).execute();
  assert.equal(await writer.write(changes.take()), false);
  assert.deepEqual([said, lost], [[], 1]);
});
