import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { TaskSnapshot } from '@renderonline/contract';
import { findTasks, fractionDone, readTaskQuery, writeTaskQuery } from './task-query.ts';

const task = (taskId: number, changes: object = {}) =>
  ({
    ...{
      taskId,
      fileName: `shot${taskId}.blend`,
      state: 'queued',
      engine: 'blender',
      fileSize: 1,
      priority: 50,
    },
    owner: { userId: 1, name: 'Ada' },
    progress: { framesDone: 0, framesTotal: 10, etaMs: null, currentFrames: [] },
    ...changes,
  }) as unknown as TaskSnapshot;
const mapOf = (...tasks: TaskSnapshot[]) => new Map(tasks.map((one) => [one.taskId, one]));
const query = (search: string) => readTaskQuery(new URLSearchParams(search));

describe('what stands in the address', () => {
  for (const search of ['', 'text=a+b&state=running%2Cfailed&engine=blender&sort=fileName', 'sort=-etaMs']) {
    test(`is read and written alike: ${search || 'nothing'}`, () => {
      assert.equal(writeTaskQuery(query(search)).toString(), search);
    });
  }

  test('is ignored where it is wrong', () => {
    assert.equal(writeTaskQuery(query('state=odd&sort=-shoeSize&x=1')).toString(), '');
  });
});

describe('the tasks that are listed', () => {
  const ids = (search: string, ...tasks: TaskSnapshot[]) =>
    findTasks(mapOf(...tasks), query(search), 'en').map(({ taskId }) => taskId);

  test('are all, newest first', () => {
    assert.deepEqual(ids('', task(1), task(3), task(2)), [3, 2, 1]);
  });

  test('are those with all of the words, in name, number or owner', () => {
    const tasks = [task(1, { fileName: 'Kitchen_v2.blend' }), task(27), task(3, { owner: { name: 'Zoë' } })];
    assert.deepEqual(ids('text=v2+kitch', ...tasks), [1]);
    assert.deepEqual(ids('text=27', ...tasks), [27]);
    assert.deepEqual(ids('text=ZOË', ...tasks), [3]);
  });

  test('are those in one of the states and of the engine', () => {
    const tasks = [
      task(1, { state: 'failed' }),
      task(2, { engine: 'povray' }),
      task(3, { state: 'running' }),
    ];
    assert.deepEqual(ids('state=failed,running', ...tasks), [3, 1]);
    assert.deepEqual(ids('engine=povray', ...tasks), [2]);
  });

  test('are ordered by numbers in names, and what has no value is last either way', () => {
    const tasks = [task(1, { fileName: 'shot10' }), task(2, { fileName: 'shot9' })];
    assert.deepEqual(ids('sort=fileName', ...tasks), [2, 1]);
    const eta = (taskId: number, etaMs: number | null) =>
      task(taskId, { progress: { etaMs, currentFrames: [] } });
    assert.deepEqual(ids('sort=etaMs', eta(1, null), eta(2, 5), eta(3, 4)), [3, 2, 1]);
    assert.deepEqual(ids('sort=-etaMs', eta(1, null), eta(2, 5), eta(3, 4)), [2, 3, 1]);
  });
});

test('what is being rendered counts by how much of it is done', () => {
  const progress = { framesDone: 4, framesTotal: 10, currentFrames: [{ fraction: 0.5 }, { fraction: null }] };
  assert.equal(fractionDone(task(1, { progress })), 0.45);
  assert.equal(fractionDone(task(1, { progress: { framesDone: 0, framesTotal: 0, currentFrames: [] } })), 0);
});
