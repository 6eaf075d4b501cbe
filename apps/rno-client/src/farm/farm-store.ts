import { isRefusal, pause, type Api, type FarmEvent } from '@renderonline/client/browser';
import type { TaskSnapshot } from '@renderonline/contract';

/** How the page and RenderAPI get on. `refused`: it no longer says who one is; log in again. */
export type ConnectionState = 'connecting' | 'live' | 'away' | 'refused';

/** What the page knows of the farm's tasks: one copy, kept right by one stream of events, for all who show it. */
export interface FarmStore {
  /** Calls the listener after every change; several changes in a row are one. @returns ends it */
  subscribe(listener: () => void): () => void;
  /** Another map after every change. */
  tasks(): ReadonlyMap<number, TaskSnapshot>;
  connection(): ConnectionState;
  /** Whether all tasks have been read, up to the limit. */
  isComplete(): boolean;
  /** Calls the listener with every event, in order, as it comes. @returns ends it */
  onEvent(listener: (event: FarmEvent) => void): () => void;
  /** Begins, and goes on until what it returns is called; the next time it goes on where it was. */
  start(): () => void;
}

export interface FarmStoreDependencies {
  readonly api: Pick<Api, 'listTasks' | 'events'>;
  /** `all`: everybody's, for admins. */
  readonly scope: 'own' | 'all';
  /** Calls it soon, once: with the next picture that the browser draws. */
  readonly schedule: (tell: () => void) => void;
  /** More than so many, the newest, are not held. Default 10,000. */
  readonly maxTasks?: number;
  readonly pageSize?: number;
}

/** A page that stays open over night waits as long as it takes. */
const absenceLimitMs = Number.POSITIVE_INFINITY;

/** Reads the tasks and follows what happens to them. Nothing happens before `start`. */
export function createFarmStore(dependencies: FarmStoreDependencies): FarmStore {
  const { api, scope, schedule, maxTasks = 10_000, pageSize = 200 } = dependencies;
  const listeners = new Set<() => void>();
  const eventListeners = new Set<(event: FarmEvent) => void>();
  const newest = new Map<number, TaskSnapshot>();
  /** Of this round: what events have said is newer than what a page says. */
  let told = new Set<number>();
  let shown: ReadonlyMap<number, TaskSnapshot> = new Map();
  let connection: ConnectionState = 'connecting';
  /** Where the stream was left: from there a page that was hidden goes on. */
  let cursor: string | undefined;
  let isComplete = false;
  let isScheduled = false;

  function changed(): void {
    if (isScheduled) return;
    isScheduled = true;
    schedule(() => {
      isScheduled = false;
      shown = new Map(newest);
      for (const listener of listeners) listener();
    });
  }

  function setConnection(state: ConnectionState): void {
    if (connection === state) return;
    connection = state;
    changed();
  }

  /** @returns whether the tasks have to be read anew */
  function take(event: FarmEvent): boolean {
    if (event.name === 'task') {
      told.add(event.data.task.taskId);
      newest.set(event.data.task.taskId, event.data.task);
      changed();
    } else if (event.name === 'task-deleted') {
      told.add(event.data.taskId);
      newest.delete(event.data.taskId);
      changed();
    }
    for (const listener of eventListeners) listener(event);
    return event.name === 'synced' && !event.data.isComplete;
  }

  /** Puts the pages behind the first one in, while events come. */
  async function readOn(before: number | null, seen: Set<number>, signal: AbortSignal): Promise<void> {
    let next = before;
    while (next !== null && seen.size < maxTasks) {
      const page = await api.listTasks({ scope, limit: pageSize, before: next }, { signal });
      for (const task of page.tasks) {
        seen.add(task.taskId);
        if (!told.has(task.taskId)) newest.set(task.taskId, task);
      }
      next = page.nextBefore;
      changed();
    }
    // What is left from an earlier round, and was not read again, is gone.
    for (const taskId of newest.keys()) if (!seen.has(taskId) && !told.has(taskId)) newest.delete(taskId);
    isComplete = true;
    changed();
  }

  /** Reads all and follows, until it has to be read anew. */
  async function round(signal: AbortSignal): Promise<void> {
    if (isComplete && cursor !== undefined) {
      await follow(cursor, Promise.resolve(), signal);
      return;
    }
    told = new Set();
    const first = await api.listTasks({ scope, limit: pageSize }, { signal });
    for (const task of first.tasks) newest.set(task.taskId, task);
    setConnection('live');
    changed();
    const seen = new Set(first.tasks.map(({ taskId }) => taskId));
    const stop = new AbortController();
    const reading = readOn(first.nextBefore, seen, AbortSignal.any([signal, stop.signal]));
    await follow(first.eventCursor, reading, signal).finally(() => {
      stop.abort();
    });
  }

  /** @param reading what is read meanwhile; its failure ends the listening, which passes it on */
  async function follow(after: string, reading: Promise<void>, signal: AbortSignal): Promise<void> {
    const ended = new AbortController();
    const both = AbortSignal.any([signal, ended.signal]);
    reading.catch((error: unknown) => {
      ended.abort(error);
    });
    try {
      const events = api.events({
        ...{ after, scope, machines: true, signal: both, absenceLimitMs },
        onCursor: (place) => {
          cursor = place;
        },
        onAbsence: () => {
          setConnection('away');
        },
        onReturn: () => {
          setConnection('live');
        },
      });
      for await (const event of events) {
        setConnection('live');
        if (!take(event)) continue;
        isComplete = false;
        return;
      }
      await reading;
    } finally {
      ended.abort();
    }
  }

  async function run(signal: AbortSignal): Promise<void> {
    let waitMs = 500;
    while (!signal.aborted) {
      try {
        await round(signal);
        waitMs = 500;
      } catch (error) {
        if (isAborted(signal)) return;
        if (isRefusal(error)) {
          setConnection('refused');
          return;
        }
        setConnection('away');
        await pause(waitMs, signal);
        waitMs = Math.min(waitMs * 2, 5000);
      }
    }
  }

  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    tasks: () => shown,
    connection: () => connection,
    isComplete: () => isComplete,
    onEvent(listener) {
      eventListeners.add(listener);
      return () => eventListeners.delete(listener);
    },
    start() {
      const stop = new AbortController();
      void run(stop.signal);
      return () => {
        stop.abort();
      };
    },
  };
}

function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
