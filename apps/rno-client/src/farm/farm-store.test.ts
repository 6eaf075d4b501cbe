import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { ApiError, type FarmEvent, type ListenOptions } from '@renderonline/client/browser';
import type { TaskSnapshot } from '@renderonline/contract';
import { createFarmStore } from './farm-store.ts';

const task = (taskId: number, state: TaskSnapshot['state'] = 'queued') => ({ taskId, state }) as TaskSnapshot;
const taskEvent = (of: TaskSnapshot): FarmEvent => ({ name: 'task', data: { userId: 1, task: of } });

/** A RenderAPI whose stream and pages the test fills. */
function fakeFarm(tasks: TaskSnapshot[]) {
  const streams: { push(event: FarmEvent): void; after: string | undefined }[] = [];
  const pages: (() => void)[] = [];
  let refusal: ApiError | undefined;
  let rounds = 0;
  return {
    tasks,
    streams,
    refuse(error: ApiError) {
      refusal = error;
    },
    /** Lets the next page after the first one of a round through. */
    async turnPage() {
      pages.shift()?.();
      await turn();
    },
    api: {
      async listTasks({ limit = 50, before = Infinity }: { limit?: number; before?: number } = {}) {
        if (refusal !== undefined) throw refusal;
        const found = tasks.filter(({ taskId }) => taskId < before).toSorted((a, b) => b.taskId - a.taskId);
        const page = found.slice(0, limit);
        if (before === Infinity) rounds += 1;
        else await new Promise<void>((resolve) => pages.push(resolve));
        const nextBefore = found.length > limit ? (page.at(-1)?.taskId ?? null) : null;
        return { tasks: page, nextBefore, eventCursor: `round.${rounds}` };
      },
      async *events({ after, signal, onCursor }: ListenOptions = {}) {
        const waiting: FarmEvent[] = [];
        let wake = (): void => undefined;
        signal?.addEventListener('abort', () => {
          wake();
        });
        streams.push({
          after,
          push(event) {
            waiting.push(event);
            wake();
          },
        });
        while (signal?.aborted !== true) {
          const event = waiting.shift();
          if (event === undefined) await new Promise<void>((resolve) => (wake = resolve));
          else {
            onCursor?.(`${after ?? ''}+`);
            yield event;
          }
        }
      },
    },
  };
}

function follow(farm: ReturnType<typeof fakeFarm>) {
  const store = createFarmStore({
    api: farm.api,
    scope: 'own',
    pageSize: 2,
    schedule: (tell) => {
      tell();
    },
  });
  return { store, stop: store.start(), ids: () => [...store.tasks().keys()].toSorted() };
}

describe('what a page knows of the farm', () => {
  test('is all of it, page by page, and then what happens', async () => {
    const farm = fakeFarm([task(1), task(2), task(3)]);
    const { store, stop, ids } = follow(farm);
    await turn();
    assert.deepEqual(ids(), [2, 3]);
    assert.equal(store.isComplete(), false);
    assert.equal(farm.streams[0]?.after, 'round.1', 'nothing is missed between the page and the stream');
    await farm.turnPage();
    assert.deepEqual(ids(), [1, 2, 3]);
    assert.equal(store.isComplete(), true);
    farm.streams[0].push(taskEvent(task(4)));
    farm.streams[0].push({ name: 'task-deleted', data: { userId: 1, taskId: 2 } });
    await turn();
    assert.deepEqual(ids(), [1, 3, 4]);
    assert.equal(store.connection(), 'live');
    stop();
  });

  test('is not set back by a page that was read before an event and came behind it', async () => {
    const farm = fakeFarm([task(1), task(2), task(3), task(4)]);
    const { store, stop, ids } = follow(farm);
    await turn();
    farm.streams[0]?.push(taskEvent(task(1, 'succeeded')));
    farm.streams[0]?.push({ name: 'task-deleted', data: { userId: 1, taskId: 2 } });
    await turn();
    await farm.turnPage();
    assert.deepEqual(ids(), [1, 3, 4]);
    assert.equal(store.tasks().get(1)?.state, 'succeeded');
    stop();
  });

  test('is read anew when the stream cannot tell everything, and forgets what is gone', async () => {
    const farm = fakeFarm([task(1), task(2)]);
    const { stop, ids } = follow(farm);
    await turn();
    farm.tasks.shift();
    farm.tasks.push(task(5));
    farm.streams[0]?.push({ name: 'synced', data: { eventCursor: 'x.1', isComplete: false } });
    await turn();
    await turn();
    assert.deepEqual(ids(), [2, 5]);
    assert.equal(farm.streams.length, 2);
    stop();
  });

  test('goes on where it was when the page is looked at again', async () => {
    const farm = fakeFarm([task(1)]);
    const { store, stop, ids } = follow(farm);
    await turn();
    farm.streams[0]?.push(taskEvent(task(2)));
    await turn();
    stop();
    await turn();
    const stopAgain = store.start();
    await turn();
    assert.equal(farm.streams[1]?.after, 'round.1+', 'no page is read again');
    farm.streams[1].push(taskEvent(task(3)));
    await turn();
    assert.deepEqual(ids(), [1, 2, 3]);
    stopAgain();
  });

  test('ends when RenderAPI no longer says who one is', async () => {
    const farm = fakeFarm([]);
    farm.refuse(new ApiError(401, 'unauthorized', 'no'));
    const { store, stop } = follow(farm);
    await turn();
    assert.equal(store.connection(), 'refused');
    stop();
  });
});
