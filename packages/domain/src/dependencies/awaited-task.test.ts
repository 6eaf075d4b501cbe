import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { TaskState } from '../tasks/task-state.ts';
import { taskStates } from '../tasks/task-state.ts';
import { awaitedText, hopelessText, judgeAwaited } from './awaited-task.ts';

const kinds: Record<TaskState, 'ready' | 'waits' | 'hopeless'> = {
  queued: 'waits',
  running: 'waits',
  paused: 'waits',
  succeeded: 'ready',
  failed: 'hopeless',
  canceled: 'hopeless',
};

const awaited = (...states: TaskState[]) => states.map((state, index) => ({ taskId: index + 1, state }));

describe('tasks that another one waits for', () => {
  it('let it start when there are none', () => {
    assert.deepEqual(judgeAwaited([]), { kind: 'ready' });
    assert.equal(awaitedText([]), undefined);
  });

  for (const first of taskStates) {
    for (const second of taskStates) {
      it(`are judged together: ${first} and ${second}`, () => {
        const both = [kinds[first], kinds[second]];
        const kind = both.includes('hopeless') ? 'hopeless' : both.includes('waits') ? 'waits' : 'ready';
        assert.equal(judgeAwaited(awaited(first, second)).kind, kind);
        assert.equal(awaitedText(awaited(first, second)) === undefined, kind === 'ready');
      });
    }
  }

  it('are named to people', () => {
    assert.equal(awaitedText(awaited('succeeded', 'running')), 'It starts when task 2 has succeeded.');
    assert.equal(
      awaitedText(awaited('queued', 'running', 'paused')),
      'It starts when the tasks 1, 2 and 3 have succeeded.',
    );
    assert.equal(awaitedText(awaited('running', 'failed')), 'Task 2, which it waited for, failed.');
    assert.equal(
      hopelessText({ taskId: 7, state: 'canceled' }),
      'Task 7, which it waited for, was canceled.',
    );
  });
});
