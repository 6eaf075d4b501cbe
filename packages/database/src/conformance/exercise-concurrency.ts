import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { isDomainError } from '@renderonline/domain';
import {
  cancelTask,
  commitFarm,
  countQueuedTasks,
  enqueueTask,
  findTask,
  migrateDatabase,
  openDatabase,
  type Database,
} from '../index.ts';
import { buildFarm, endOf, startMs, type Farm } from './farm.ts';
import type { NewPlace } from './new-place.ts';

export function exerciseConcurrency(newPlace: NewPlace): void {
  describe('at the same time', () => {
    let farm: Farm;
    /** The same database through connections of its own, as another program has it. */
    let other: Database;

    before(async () => {
      const connectionString = await newPlace();
      const database = await openDatabase(connectionString, { poolSize: 4 });
      await migrateDatabase(database);
      farm = await buildFarm(database, 5);
      other = await openDatabase(connectionString, { poolSize: 4 });
    });
    after(async () => {
      await farm.database.close();
      await other.close();
    });

    test('submissions never exceed the queue limit', async () => {
      const submit = async (database: Database) => {
        try {
          await enqueueTask(database, submission(farm));
          return 'accepted';
        } catch (error) {
          if (!isDomainError(error, 'queue-limit-reached')) throw error;
          assert.equal(error.message, 'Queue limit 5 reached for your subscription.');
          return 'refused';
        }
      };
      const results = await Promise.all(
        Array.from({ length: 16 }, (_, index) => submit(index % 2 === 0 ? farm.database : other)),
      );
      assert.equal(results.filter((result) => result === 'accepted').length, 5);
      assert.equal(await countQueuedTasks(farm.database.db, { userId: farm.userId }), 5);
    });

    test('a cancellation and the end of a render agree on one story', async () => {
      const another = await buildFarm(farm.database, 50);
      for (let round = 0; round < 5; round += 1) {
        const taskId = await another.submit();
        const lease = await another.grant(taskId, 1, 10);
        const [commit, canceled] = await Promise.all([
          commitFarm(other, {
            generation: another.generation,
            nowMs: startMs,
            ends: [endOf(lease, { completesFrames: true })],
            taskChanges: [{ taskId, event: 'succeed', reason: null, endedAtMs: startMs }],
          }),
          cancelTask(farm.database, { taskId, nowMs: startMs }),
        ]);
        const found = await findTask(farm.database.db, { taskId });
        const hasSucceeded = commit.refusedEnds.length === 0;
        assert.equal(found?.isQueued, false);
        assert.equal(found.task.state, hasSucceeded ? 'succeeded' : 'canceled');
        assert.equal(canceled.wasQueued, !hasSucceeded);
        assert.deepEqual(commit.refusedTaskChanges, hasSucceeded ? [] : [taskId]);
      }
    });

    test('a transaction that fails leaves nothing, and its connection goes back', async () => {
      const before = await countQueuedTasks(farm.database.db, { userId: farm.userId });
      const failures = Array.from({ length: 20 }, () =>
        farm.database.transaction(async (trx) => {
          await trx.deleteFrom('queue').execute();
          throw new Error('changed my mind');
        }),
      );
      for (const result of await Promise.allSettled(failures)) assert.equal(result.status, 'rejected');
      assert.equal(await countQueuedTasks(farm.database.db, { userId: farm.userId }), before);
      // Twenty failures on four connections: had one leaked, these would wait for ever.
      await Promise.all(
        Array.from({ length: 20 }, () =>
          farm.database.transaction((trx) => trx.selectFrom('users').selectAll().execute()),
        ),
      );
    });
  });
}

function submission(farm: Farm) {
  return {
    userId: farm.userId,
    engineId: farm.engineId,
    queuedAtMs: startMs,
    fileName: 'scene.blend',
    filePath: '/scene.blend',
    fileSize: 1,
    arguments: '',
    argumentTemplate: null,
    argumentValues: null,
    frames: [{ first: 1, last: 3 }],
  };
}
