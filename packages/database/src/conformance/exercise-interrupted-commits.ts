import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { KyselyPlugin, QueryResult, UnknownRow } from 'kysely';
import { commitFarm, type Database, type FarmBatch } from '../index.ts';
import { buildFarm, doneOf, endOf, nothingRefused, rowsOfFarm, startMs, startOf, type Farm } from './farm.ts';
import { openMigrated, type NewPlace } from './new-place.ts';

export function exerciseInterruptedCommits(newPlace: NewPlace): void {
  describe('farm commits that fail, or come again', () => {
    let farm: Farm;
    before(async () => {
      farm = await buildFarm(await openMigrated(newPlace), 1000);
    });
    after(() => farm.database.close());

    /** A batch with something in each of its lists. */
    const everything = async (): Promise<FarmBatch> => {
      const [first, second] = [await farm.submit(), await farm.submit({ frames: [{ first: 1, last: 200 }] })];
      const third = await farm.submit({ frames: [{ first: 1, last: 1 }] });
      const [running, done, lost, long, last] = [
        await farm.grant(first, 1, 1),
        await farm.grant(first, 2, 2),
        await farm.grant(first, 3, 4),
        await farm.grant(second, 1, 150),
        await farm.grant(third, 1, 1),
      ];
      const copy = await farm.grant(first, 3, 3, { isDuplicate: true, machineId: farm.otherMachineId });
      return {
        generation: farm.generation,
        nowMs: startMs,
        starts: [startOf(running), startOf(done), startOf(last)],
        framesDone: [doneOf(done), doneOf(long, 1), doneOf(last)],
        ends: [
          endOf(done),
          endOf(lost, {
            outcome: { kind: 'failed', exitCode: 1, message: 'no' },
            countAs: 'failure',
            handedOver: [{ frame: 3, toLeaseId: copy.leaseId }],
          }),
          endOf(last),
        ],
        shrinks: [{ leaseId: long.leaseId, token: long.token, lastFrame: 100 }],
        failedFrames: [{ taskId: first, frame: 4, reason: 'no' }],
        grants: [farm.newGrant(first, 5, 6), farm.newGrant(second, 101, 200)],
        taskChanges: [{ taskId: third, event: 'succeed', reason: null, endedAtMs: startMs }],
        notBefore: [{ taskId: first, notBeforeMs: startMs + 1000 }],
      };
    };

    test('a commit that fails at any of its statements leaves nothing, and the next try is whole', async () => {
      const batch = await everything();
      const { database } = farm;
      const before = await rowsOfFarm(database);
      let allowed = 0;
      for (; ; allowed += 1) {
        try {
          await commitFarm(failing(database, allowed), batch);
          break;
        } catch (error) {
          assert.match(String(error), /pulled the plug/);
          assert.deepEqual(await rowsOfFarm(database), before);
        }
      }
      assert.ok(allowed > 20, `only ${allowed} statements`);
      assert.notDeepEqual(await rowsOfFarm(database), before);
    });

    test('a batch whose answer was lost may come again: only its ends are refused', async () => {
      const batch = await everything();
      const first = await farm.commit(batch);
      assert.deepEqual(first, nothingRefused);
      const before = await rowsOfFarm(farm.database);
      const again = await farm.commit(batch);
      assert.deepEqual(await rowsOfFarm(farm.database), before);
      assert.deepEqual(again, {
        ...first,
        // They began before they ended, which is not known of a lease that is gone.
        refusedStarts: [batch.starts?.[1]?.leaseId, batch.starts?.[2]?.leaseId],
        refusedEnds: batch.ends?.map(({ leaseId }) => leaseId),
      });
    });

    test('two batches at once: each frame is leased once, and nothing waits for ever', async () => {
      const tasks = [await farm.submit(), await farm.submit(), await farm.submit()];
      const batches: FarmBatch[] = [];
      for (let round = 0; round < 6; round += 1) {
        const grants = [];
        for (const taskId of round % 2 === 0 ? tasks : tasks.toReversed()) {
          for (let frame = 1; frame <= 10; frame += 1) grants.push(farm.newGrant(taskId, frame, frame));
        }
        batches.push({ generation: farm.generation, nowMs: startMs, grants });
      }
      const results = await Promise.all(batches.map((batch) => commitFarm(farm.database, batch)));
      const granted = results.map(({ refusedGrants }) => 30 - refusedGrants.length);
      assert.equal(
        granted.reduce((sum, count) => sum + count),
        30,
      );
    });

    test('an empty batch does nothing but to look who leads', async () => {
      const before = await rowsOfFarm(farm.database);
      await farm.commit({});
      assert.deepEqual(await rowsOfFarm(farm.database), before);
      await assert.rejects(farm.commit({ generation: 0 }), { code: 'leadership-lost' });
    });

    test('a batch of many rows is written whole', async () => {
      const taskId = await farm.submit({ frames: [{ first: 1, last: 4500 }] });
      const grants = [];
      const template = farm.newGrant(taskId, 1, 1);
      for (let frame = 1; frame <= 4500; frame += 1) {
        const leaseId = template.leaseId + frame;
        grants.push({ ...template, leaseId, frames: { first: frame, last: frame } });
      }
      assert.deepEqual((await farm.commit({ grants })).refusedGrants, []);
      const refusals = await farm.commit({
        starts: grants.map((grant) => startOf(grant)),
        framesDone: grants.map((grant) => doneOf(grant)),
        ends: grants.map((grant) => endOf(grant, { logTail: 'é\n'.repeat(500) })),
        taskChanges: [{ taskId, event: 'succeed', reason: null, endedAtMs: startMs }],
      });
      assert.deepEqual(refusals, nothingRefused);
    });
  });
}

/** The database, but for one that loses its connection after so many statements of a transaction. */
function failing(database: Database, allowed: number): Database {
  return {
    ...database,
    transaction: (work) => {
      let statements = 0;
      const plugin: KyselyPlugin = {
        transformQuery: ({ node }) => {
          statements += 1;
          if (statements > allowed) throw new Error('Somebody pulled the plug.');
          return node;
        },
        transformResult: async ({ result }): Promise<QueryResult<UnknownRow>> => result,
      };
      return database.transaction((trx) => work(trx.withPlugin(plugin)));
    },
  };
}
