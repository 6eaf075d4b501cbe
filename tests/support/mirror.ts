import assert from 'node:assert/strict';
import type { Client } from '../../packages/client/src/index.ts';

type TaskSnapshot = Awaited<ReturnType<Client['cancel']>>;

/** What a program knows of a user's tasks that follows the stream of events as docs/api.md says. */
export interface Mirror {
  /** Of each task: every state and number of done frames that was told, in order, without repetitions. */
  readonly histories: ReadonlyMap<number, readonly TaskSnapshot[]>;
  /** Of each task the frames that are done. */
  readonly done: ReadonlyMap<number, ReadonlySet<number>>;
  /** How often the stream could not go on where it was, and was told everything anew. */
  readonly resets: () => number;
  /** Frames that events told as done once more, with no reset in between. */
  readonly twice: readonly string[];
  /** Resolves when what is known fulfills the condition. @throws when the stream ends before */
  until(condition: () => boolean): Promise<void>;
  close(): Promise<void>;
}

/** Follows the events of a user's tasks from now on. */
export function followEvents(client: Client): Mirror {
  const end = new AbortController();
  const histories = new Map<number, TaskSnapshot[]>();
  const done = new Map<number, Set<number>>();
  const twice: string[] = [];
  /** What events have told since the last reset: what was read meanwhile may still be told. */
  const told = new Set<string>();
  const waiting = new Set<() => void>();
  let resets = 0;
  let hasEnded = false;

  const doneOf = (taskId: number): Set<number> => {
    const found = done.get(taskId) ?? new Set<number>();
    done.set(taskId, found);
    return found;
  };

  /** Of frames nothing is told again after a reset: they are read. */
  async function readFrames(): Promise<void> {
    for (const taskId of histories.keys()) {
      const { frames, nextAfter } = await client.frames(taskId);
      assert.equal(nextAfter, null);
      const found = frames.filter(({ state }) => state === 'done').map(({ frame }) => frame);
      done.set(taskId, new Set(found));
    }
  }

  async function follow(): Promise<void> {
    for await (const event of client.events({ signal: end.signal })) {
      if (event.name === 'reset') {
        resets += 1;
        told.clear();
      }
      if (event.name === 'synced') await readFrames();
      if (event.name === 'task') {
        const { task } = event.data;
        histories.set(task.taskId, [...(histories.get(task.taskId) ?? []), task]);
      }
      if (event.name === 'frames') {
        const { taskId, changes } = event.data;
        for (const { firstFrame, lastFrame, state } of changes) {
          for (let frame = firstFrame; frame <= lastFrame; frame++) {
            const name = `frame ${frame} of task ${taskId}`;
            if (state !== 'done') {
              doneOf(taskId).delete(frame);
              told.delete(name);
              continue;
            }
            doneOf(taskId).add(frame);
            if (told.has(name)) twice.push(name);
            told.add(name);
          }
        }
      }
      for (const look of waiting) look();
    }
  }
  const following = follow().finally(() => {
    hasEnded = true;
    for (const look of waiting) look();
  });
  following.catch(() => undefined);

  return {
    ...{ histories, done, twice, resets: () => resets },
    async until(condition) {
      await new Promise<void>((resolve) => {
        const look = (): void => {
          if (!condition() && !hasEnded) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      });
      if (!condition()) await following;
      assert.ok(condition(), 'the stream has ended');
    },
    async close() {
      end.abort();
      await following;
    },
  };
}
