import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError, type Api } from '@renderonline/client/browser';
import { createDeletionLedger } from './deletion-ledger.ts';
import { createDeletions, undoMs, type DeletionNews } from './deletions.ts';

const queuedAt = '2026-01-01T10:00:00.000Z';
const one = [{ taskId: 1, queuedAt }];

/** A browser: what it stores, its clock, and a RenderAPI with the tasks 1 to 3. */
function startBrowser() {
  const kept = new Map<string, string>();
  const storage = {
    get length() {
      return kept.size;
    },
    key: (index: number) => [...kept.keys()][index] ?? null,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => void kept.set(key, text),
    removeItem: (key: string) => void kept.delete(key),
  } as Storage;
  const tasks = new Map([1, 2, 3].map((taskId) => [taskId, queuedAt]));
  const browser = {
    nowMs: 1_000_000,
    sent: 0,
    failWith: undefined as ApiError | undefined,
    /** When RenderAPI answers. */
    answer: Promise.resolve(undefined),
  };
  const timers = new Map<symbol, { readonly atMs: number; readonly run: () => void }>();
  const api: Pick<Api, 'changeTasks' | 'task'> = {
    async changeTasks({ taskIds }) {
      browser.sent += 1;
      await browser.answer;
      if (browser.failWith !== undefined) throw browser.failWith;
      const outcomes = taskIds.map((taskId) =>
        tasks.delete(taskId)
          ? { taskId, isDone: true, code: null, detail: null, details: {} }
          : {
              taskId,
              isDone: false,
              code: taskId === 99 ? 'busy' : 'task-not-found',
              detail: 'no',
              details: {},
            },
      );
      return { outcomes };
    },
    async task(taskId) {
      const found = tasks.get(taskId);
      if (found === undefined) throw new ApiError(404, 'task-not-found', 'gone');
      return { taskId, queuedAt: found } as Awaited<ReturnType<Api['task']>>;
    },
  };
  /** One at a time, as with a lock of the browser. */
  let turn = Promise.resolve();
  const alone = (work: () => Promise<void>) => (turn = turn.then(work));

  function openTab(userId = 1) {
    const news: DeletionNews[] = [];
    const deletions = createDeletions({
      ...{ api, alone, nowMs: () => browser.nowMs },
      ledger: createDeletionLedger(storage, userId, () => browser.nowMs),
      randomId: () => String(Math.random()),
      later(run, ms) {
        const key = Symbol('timer');
        timers.set(key, { atMs: browser.nowMs + ms, run });
        return () => void timers.delete(key);
      },
    });
    deletions.onNews((told) => news.push(told));
    const close = deletions.start();
    return { ...deletions, close, kinds: () => news.map((told) => ('why' in told ? told.why : told.kind)) };
  }

  async function pass(ms: number): Promise<void> {
    const endMs = browser.nowMs + ms;
    for (;;) {
      await settled();
      const [next] = [...timers].filter(([, { atMs }]) => atMs <= endMs).sort(byTime);
      if (next === undefined) break;
      timers.delete(next[0]);
      browser.nowMs = Math.max(browser.nowMs, next[1].atMs);
      next[1].run();
    }
    browser.nowMs = endMs;
  }

  return { browser, kept, storage, tasks, openTab, pass };
}
const byTime = ([, a]: readonly [unknown, { atMs: number }], [, b]: readonly [unknown, { atMs: number }]) =>
  a.atMs - b.atMs;
const settled = () => new Promise((resolve) => setImmediate(resolve));

test('a task is hidden at once, deleted after a while, and not when that was taken back in time', async () => {
  const { tasks, openTab, pass, kept } = startBrowser();
  const tab = openTab();
  const undo = tab.begin(one);
  const undoOther = tab.begin([{ taskId: 2, queuedAt }]);
  assert.deepEqual([...tab.hidden()], [1, 2]);
  await pass(undoMs - 1);
  assert.equal(undoOther(), true);
  assert.deepEqual([[...tab.hidden()], tasks.size], [[1], 3]);
  await pass(1);
  assert.equal(undo(), false);
  assert.deepEqual([[...tasks.keys()], [...tab.hidden()], kept.size], [[2, 3], [1], 0]);
});

test('what is taken back while an earlier one is being sent is not deleted', async () => {
  const { browser, tasks, openTab, pass } = startBrowser();
  const tab = openTab();
  tab.begin(one);
  await pass(undoMs / 2);
  const undo = tab.begin([{ taskId: 2, queuedAt }]);
  const answered = Promise.withResolvers<undefined>();
  browser.answer = answered.promise;
  await pass(undoMs / 2);
  assert.deepEqual([browser.sent, undo()], [1, true]);
  await pass(undoMs);
  answered.resolve(undefined);
  await pass(undoMs);
  assert.deepEqual([[...tasks.keys()], browser.sent], [[2, 3], 1]);
});

test('two tabs hide it, show it again when it is taken back, and send it once', async () => {
  const { browser, openTab, pass } = startBrowser();
  const [here, there] = [openTab(), openTab()];
  const undo = here.begin(one);
  there.look();
  assert.deepEqual([...there.hidden()], [1]);
  undo();
  there.look();
  assert.deepEqual([...there.hidden()], []);
  here.begin(one);
  there.look();
  await pass(60_000);
  assert.equal(browser.sent, 1);
});

test('a tab that is left sends at once; when that does not arrive the next visit does', async () => {
  const { browser, tasks, openTab, pass } = startBrowser();
  const tab = openTab();
  const undo = tab.begin(one);
  browser.failWith = new ApiError(0, 'unreachable', 'the page was closed');
  await tab.leave();
  tab.close();
  assert.deepEqual([browser.sent, undo(), tasks.size], [1, false, 3]);
  browser.failWith = undefined;
  const next = openTab();
  assert.deepEqual([...next.hidden()], [1]);
  await pass(0);
  assert.deepEqual([...tasks.keys()], [2, 3]);
});

test('what a tab that is gone without a word has begun another one ends', async () => {
  const { tasks, openTab, pass } = startBrowser();
  const tab = openTab();
  const other = openTab();
  tab.begin(one);
  other.look();
  tab.close();
  await pass(undoMs);
  assert.equal(tasks.size, 3);
  await pass(5000);
  assert.equal(tasks.size, 2);
});

test('RenderAPI away: it is said once, tried less and less often, and done when it is back', async () => {
  const { browser, tasks, openTab, pass } = startBrowser();
  const tab = openTab();
  browser.failWith = new ApiError(0, 'unreachable', 'away');
  tab.begin(one);
  await pass(undoMs + 60_000);
  assert.deepEqual([tab.kinds(), [...tab.hidden()]], [['away'], [1]]);
  assert.ok(browser.sent > 3 && browser.sent < 12, String(browser.sent));
  browser.failWith = undefined;
  await pass(15_000);
  assert.deepEqual([tab.kinds(), tasks.size], [['away', 'sent'], 2]);
});

test('a session that has ended: it is said, kept, and done when the same user is back', async () => {
  const { browser, tasks, openTab, pass } = startBrowser();
  const tab = openTab();
  browser.failWith = new ApiError(401, 'unauthorized', 'logged out');
  tab.begin(one);
  await pass(600_000);
  assert.deepEqual([tab.kinds(), browser.sent], [['logged-out'], 1]);
  tab.close();
  browser.failWith = undefined;
  const stranger = openTab(2);
  await pass(60_000);
  assert.deepEqual([[...stranger.hidden()], tasks.size], [[], 3]);
  openTab();
  await pass(0);
  assert.equal(tasks.size, 2);
});

test('another farm at the same address keeps its tasks, and what is gone already is no failure', async () => {
  const { tasks, storage, openTab, pass, kept } = startBrowser();
  const ledger = createDeletionLedger(storage, 1, () => 1_000_000);
  const tasksThen = [1, 2].map((taskId) => ({ taskId, queuedAt: '2025-01-01T10:00:00.000Z' }));
  ledger.put({ deletionId: 'old', askedAtMs: 900_000, isDecided: true, tasks: tasksThen });
  tasks.delete(2);
  const tab = openTab();
  await pass(0);
  assert.deepEqual([[...tasks.keys()], [...tab.hidden()], tab.kinds()], [[1, 3], [2], ['sent']]);
  assert.equal(kept.size, 0);
});

test('what RenderAPI refuses is shown again, with its reason', async () => {
  const { browser, openTab, pass } = startBrowser();
  const tab = openTab();
  tab.begin([...one, { taskId: 99, queuedAt }]);
  await pass(undoMs);
  assert.deepEqual([tab.kinds(), [...tab.hidden()]], [['refused', 'sent'], [1]]);
  browser.failWith = new ApiError(403, 'cross-site-request', 'no');
  tab.begin([{ taskId: 3, queuedAt }]);
  await pass(undoMs);
  assert.deepEqual([tab.kinds().at(-1), [...tab.hidden()]], ['failed', [1]]);
});

test('of what else stands in the storage, is too old, or does not fit into it, nothing breaks', async () => {
  const { storage, kept, tasks, openTab, pass, browser } = startBrowser();
  kept.set('renderonline.deletion.1.a', '{"deletionId": 4');
  kept.set('renderonline.deletion.1.b', '{"deletionId":"b","askedAtMs":1,"isDecided":true,"tasks":[{}]}');
  const ledger = createDeletionLedger(storage, 1, () => 0);
  ledger.put({ deletionId: 'c', askedAtMs: browser.nowMs - 40 * 86_400_000, isDecided: true, tasks: one });
  const tab = openTab();
  assert.deepEqual([kept.size, tab.hidden().size], [0, 0]);
  storage.setItem = () => {
    throw new DOMException('full', 'QuotaExceededError');
  };
  tab.begin(one);
  await pass(undoMs);
  assert.equal(tasks.size, 2);
});
