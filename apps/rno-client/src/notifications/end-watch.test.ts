import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import type { TaskSnapshot } from '@renderonline/contract';
import { createEndWatch, type EndWatch } from './end-watch.ts';

const now = Date.parse('2026-03-02T09:00:00Z');

function task(taskId: number, state: TaskSnapshot['state'], more: Partial<TaskSnapshot> = {}): TaskSnapshot {
  const endedAt = state === 'running' ? null : new Date(now).toISOString();
  // The rest of a task is of no interest here.
  return {
    ...{ taskId, state, endedAt, fileName: `${taskId}.blend`, owner: { userId: 1, name: '' } },
    ...more,
  } as TaskSnapshot;
}

describe('the watch over tasks that end', () => {
  let told: string[][];
  let waiting: (() => void)[];
  let known: Map<number, TaskSnapshot>;
  let watch: EndWatch;

  beforeEach(() => {
    told = [];
    waiting = [];
    known = new Map();
    watch = createEndWatch({
      userId: 1,
      before: (taskId) => known.get(taskId),
      tell: (ended) => told.push(ended.map(({ taskId, state }) => `${taskId} ${state}`)),
      nowMs: () => now,
      later: (run) => {
        waiting.push(run);
        return () => (waiting = []);
      },
    });
  });
  const pass = (): void => {
    for (const run of waiting.splice(0)) run();
  };

  test('tells of several at once, and of each once', () => {
    known.set(1, task(1, 'running'));
    watch.see(task(2, 'running'));
    for (const one of [task(1, 'succeeded'), task(1, 'succeeded'), task(2, 'failed')]) watch.see(one);
    assert.deepEqual(told, []);
    pass();
    watch.see(task(2, 'failed'));
    pass();
    assert.deepEqual(told, [['1 succeeded', '2 failed']]);
  });

  test('tells again of a task that went on and ended again', () => {
    for (const state of ['running', 'failed', 'running', 'succeeded'] as const) {
      watch.see(task(3, state));
      pass();
    }
    assert.deepEqual(told, [['3 failed'], ['3 succeeded']]);
  });

  test('is silent about others, the canceled, and what ended before', () => {
    watch.see(task(4, 'running'));
    watch.see(task(4, 'canceled'));
    watch.see(task(5, 'running', { owner: { userId: 2, name: '' } }));
    watch.see(task(5, 'succeeded', { owner: { userId: 2, name: '' } }));
    known.set(6, task(6, 'succeeded'));
    watch.see(task(6, 'succeeded'));
    watch.see(task(7, 'succeeded', { endedAt: new Date(now - 3_600_000).toISOString() }));
    assert.equal(waiting.length, 0);
    // One that was over before the page had heard of it.
    watch.see(task(8, 'succeeded'));
    watch.close();
    pass();
    assert.deepEqual(told, []);
  });
});
