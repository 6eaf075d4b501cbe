import { createClient } from '../../packages/client/src/index.ts';
import { setTimeout as delay } from 'node:timers/promises';
import { DatabaseSync } from 'node:sqlite';

/** When a frame was first seen done, by reading the farm's database again and again from outside. */
export interface ObservedTask {
  readonly doneSeenAtMs: ReadonlyMap<number, number>;
  /** Frames that were seen done and later not: must stay empty. */
  readonly takenBack: readonly number[];
  stop(): Promise<void>;
}

const observedEveryMs = 100;

export function observeTask(databasePath: string, taskId: number): ObservedTask {
  const doneSeenAtMs = new Map<number, number>();
  const takenBack: number[] = [];
  const stopping = new AbortController();
  const observing = (async () => {
    const database = new DatabaseSync(databasePath, { readOnly: true, timeout: 5000 });
    const query = database.prepare('select frame, state from frames where task_id = ?');
    while (!stopping.signal.aborted) {
      const nowMs = Date.now();
      for (const row of query.all(taskId) as { frame: number; state: string }[]) {
        if (row.state === 'done' && !doneSeenAtMs.has(row.frame)) doneSeenAtMs.set(row.frame, nowMs);
        if (row.state !== 'done' && doneSeenAtMs.has(row.frame)) takenBack.push(row.frame);
      }
      await delay(observedEveryMs);
    }
    database.close();
  })();
  return {
    doneSeenAtMs,
    takenBack,
    stop: () => {
      stopping.abort();
      return observing;
    },
  };
}

/** The state of a task as RenderAPI tells it; undefined while it is away. */
export async function taskState(
  address: string,
  credentials: { email: string; token: string },
  taskId: number,
): Promise<string | undefined> {
  try {
    const client = createClient({ baseUrl: address, email: credentials.email, token: credentials.token });
    return (await client.task(taskId)).state;
  } catch {
    return undefined;
  }
}
