// The stream of events against the real RenderAPI; only nothing renders.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import type { TaskSnapshot } from '@renderonline/contract';
import { cancelTask, deleteTask, listTasks, pauseTask, resumeTask } from '@renderonline/database';
import { startTestApi, type TestApi } from '../../../../apps/render-api/src/testing/test-api.ts';
import { createClient, type Client } from '../create-client.ts';
import type { FarmEvent, ListenOptions } from './listen.ts';

describe('events', { timeout: 60_000 }, () => {
  let api: TestApi;
  let client: Client;
  let other: Client;
  let folder: string;
  let filePath: string;
  const ends: AbortController[] = [];

  before(async () => {
    api = await startTestApi({ queueLimit: 1000, flags: { EventHeartbeatMs: 60 } });
    client = createClient({ baseUrl: api.url, ...api.headers });
    other = createClient({ baseUrl: api.url, email: 'other@example.com', token: 'other-token' });
    folder = await mkdtemp(join(tmpdir(), 'renderonline-events-'));
    filePath = join(folder, 'scene.blend');
    await writeFile(filePath, 'a scene');
  });
  afterEach(() => {
    for (const end of ends.splice(0)) end.abort();
  });
  after(async () => {
    await api.close();
    await rm(folder, { recursive: true });
  });

  const submit = async (by = client) =>
    (await by.enqueue({ engineId: 1, arguments: { start_frame: '1', end_frame: '3' }, filePath })).taskId;

  /** Listens, and hands out what comes one by one. */
  function listening(options: ListenOptions = {}, by = client) {
    const end = new AbortController();
    ends.push(end);
    const events = by.events({ signal: end.signal, ...options });
    const next = async (): Promise<FarmEvent> => {
      const result = await events.next();
      if (result.done === true) throw new Error('The stream is over');
      return result.value;
    };
    /** The next event of this name; those before it are thrown away. */
    async function nextOf<Name extends FarmEvent['name']>(name: Name) {
      for (;;) {
        const event = await next();
        if (event.name === name) return event as Extract<FarmEvent, { name: Name }>;
      }
    }
    return { next, nextOf, end };
  }

  test('tell what happens to the own tasks, in order, and nothing of others', async () => {
    const { next, nextOf } = listening();
    assert.equal((await next()).name, 'hello');
    await submit(other);
    const taskId = await submit();
    const event = await next();
    assert.ok(event.name === 'task');
    assert.equal(event.data.task.taskId, taskId);
    assert.equal(event.data.task.state, 'queued');
    await client.pause(taskId);
    assert.equal((await nextOf('task')).data.task.state, 'paused');
    const made = { outputs: [{ name: '000002.png', size: 9 }], attemptId: 5, renderMs: 250 };
    api.scheduler.tellFrames({ taskId, frames: { first: 2, last: 2 }, state: 'done', ...made });
    assert.deepEqual((await nextOf('frames')).data.changes, [
      { firstFrame: 2, lastFrame: 2, state: 'done', ...made },
    ]);
    await client.delete(taskId);
    assert.equal((await nextOf('task-deleted')).data.taskId, taskId);
  });

  test('have no gap between a page and the stream', async () => {
    const { eventCursor } = await client.listTasks();
    const taskId = await submit();
    await client.pause(taskId);
    const { nextOf } = listening({ after: eventCursor });
    assert.equal((await nextOf('hello')).data.isResumed, true);
    let state = '';
    while (state !== 'paused') {
      const { task } = (await nextOf('task')).data;
      if (task.taskId === taskId) state = task.state;
    }
  });

  test('go on where they were after a break', async () => {
    let cursor = '';
    const first = listening({ onCursor: (id) => (cursor = id) });
    await first.nextOf('hello');
    const taskId = await submit();
    await first.nextOf('task');
    first.end.abort();
    await client.pause(taskId);
    const second = listening({ after: cursor });
    assert.equal((await second.nextOf('hello')).data.isResumed, true);
    assert.equal((await second.nextOf('task')).data.task.state, 'paused');
  });

  test('are for admins when they are of everybody', async () => {
    await assert.rejects(listening({ scope: 'all' }).next(), { code: 'admins-only', status: 403 });
    await assert.rejects(client.listTasks({ scope: 'all' }), { code: 'admins-only' });
  });

  test('after a restart tell all that may have changed meanwhile', async () => {
    const [unfinished, ended, deleted] = [await submit(), await submit(), await submit()];
    const { next, nextOf } = listening();
    await nextOf('hello');
    await api.stop();
    await cancelTask(api.database, { taskId: ended, nowMs: Date.now() });
    await pauseTask(api.database.db, { taskId: unfinished });
    await deleteTask(api.database, { taskId: deleted, nowMs: Date.now() });
    await api.start();
    await nextOf('reset');
    const told = new Map<number, string>();
    for (let event = await next(); event.name !== 'synced'; event = await next()) {
      if (event.name === 'task') told.set(event.data.task.taskId, event.data.task.state);
      if (event.name === 'task-deleted') told.set(event.data.taskId, 'deleted');
    }
    assert.equal(told.get(unfinished), 'paused');
    assert.equal(told.get(ended), 'canceled');
    assert.equal(told.get(deleted), 'deleted');
    await client.resume(unfinished);
    assert.equal((await nextOf('task')).data.task.state, 'queued');
  });

  test('keep a picture of all tasks right, whatever breaks, restarts and changes at once', async () => {
    const random = createRandom(7);
    const picture = new Map<number, TaskSnapshot>();
    const { eventCursor, tasks } = await client.listTasks({ limit: 200 });
    for (const task of tasks) picture.set(task.taskId, task);
    const end = new AbortController();
    ends.push(end);
    const following = follow(picture, client.events({ after: eventCursor, signal: end.signal }));
    for (let step = 0; step < 60; step += 1) {
      const known = await tasksInDatabase();
      const taskId = [...known.keys()][random(known.size)] ?? 0;
      if (step % 12 === 5) await api.stop();
      // While RenderAPI is away the database is changed by another program.
      const isAway = step % 12 >= 5 && step % 12 < 8;
      const kind = random(isAway ? 4 : 6);
      const ignore = () => undefined; // not in the state for it
      if (kind === 0) await pauseTask(api.database.db, { taskId }).catch(ignore);
      if (kind === 1) await resumeTask(api.database.db, { taskId }).catch(ignore);
      if (kind === 2) await cancelTask(api.database, { taskId, nowMs: Date.now() });
      if (kind === 3 && random(2) === 0) await deleteTask(api.database, { taskId, nowMs: Date.now() });
      if (kind === 4) await submit();
      if (kind === 5) api.app.server.closeAllConnections();
      // As the scheduler does, which nothing takes the place of here.
      if (!isAway) api.scheduler.tell(taskId);
      if (step % 12 === 7) await api.start();
    }
    const wanted = await tasksInDatabase();
    await following.until(() => {
      const seen = [...picture].map(([taskId, { state }]): [number, string] => [taskId, state]);
      return JSON.stringify(seen.sort(([a], [b]) => a - b)) === JSON.stringify([...wanted]);
    });
  });

  async function tasksInDatabase(): Promise<Map<number, string>> {
    const { userId } = await api.database.db
      .selectFrom('users')
      .select('user_id as userId')
      .where('email', '=', api.headers.email)
      .executeTakeFirstOrThrow();
    const tasks = await listTasks(api.database.db, { userId, limit: 1000 });
    return new Map(tasks.reverse().map(({ task: { taskId, state } }) => [taskId, state]));
  }
});

/** Keeps tasks as the events say, as any client would. */
function follow(picture: Map<number, TaskSnapshot>, events: AsyncIterable<FarmEvent>) {
  let isReached: () => boolean = () => false;
  const reached = Promise.withResolvers<undefined>();
  const look = (): void => {
    if (isReached()) reached.resolve(undefined);
  };
  async function run(): Promise<void> {
    const doubtful = new Set<number>();
    for await (const { name, data } of events) {
      if (name === 'task') picture.set(data.task.taskId, data.task);
      if (name === 'task') doubtful.delete(data.task.taskId);
      if (name === 'task-deleted') picture.delete(data.taskId);
      if (name === 'reset') {
        for (const { taskId, endedAt } of picture.values()) if (endedAt === null) doubtful.add(taskId);
      }
      if (name === 'synced') for (const taskId of doubtful) picture.delete(taskId);
      look();
    }
  }
  run().catch(reached.reject);
  return {
    until(condition: () => boolean): Promise<undefined> {
      isReached = condition;
      look();
      return reached.promise;
    },
  };
}

/** Whole numbers below a limit, the same ones every time. */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
