import { setTimeout as delay } from 'node:timers/promises';
import type { WatchedTask } from '@renderonline/contract';
import { ApiError, isRefusal } from '../errors/api-error.ts';
import type { Connection } from '../requests/connection.ts';
import { readEvents } from './read-events.ts';
import { firstRetryMs, nextRetryMs } from './retry-delay.ts';

export interface WatchOptions {
  readonly signal?: AbortSignal | undefined;
  /** A stream without even a heartbeat for so long is dead. Default 45,000. */
  readonly silenceLimitMs?: number;
  /** How long RenderAPI may be away before watching fails. Default 300,000. */
  readonly absenceLimitMs?: number;
  /** RenderAPI is away, and is tried again from now on: called once for each absence. */
  readonly onAbsence?: () => void;
  /** It is there again, after `onAbsence`. */
  readonly onReturn?: () => void;
}

const finalStates: readonly string[] = ['succeeded', 'failed', 'canceled'];

/**
 * Snapshots of a task from now until it has ended, over RenderAPI's event stream. A broken stream is
 * opened again, and begins with the task as it is then.
 *
 * @throws ApiError when RenderAPI refuses (no such task, bad credentials), or is away for too long
 */
export async function* watchTask(
  connection: Connection,
  taskId: number,
  options: WatchOptions = {},
): AsyncGenerator<WatchedTask> {
  const { signal, absenceLimitMs = 300_000, onAbsence, onReturn } = options;
  let retryMs = firstRetryMs;
  let lastHeardMs = performance.now();
  let isAway = false;
  while (signal?.aborted !== true) {
    try {
      const onActivity = (): void => {
        retryMs = firstRetryMs;
        lastHeardMs = performance.now();
        if (isAway) onReturn?.();
        isAway = false;
      };
      for await (const snapshot of openStream(connection, taskId, options, onActivity)) {
        yield snapshot;
        if (finalStates.includes(snapshot.state)) return;
      }
    } catch (error) {
      if (isRefusal(error) || performance.now() - lastHeardMs > absenceLimitMs) throw error;
    }
    if (isAborted(signal)) return;
    if (!isAway) onAbsence?.();
    isAway = true;
    await delay(retryMs, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
    retryMs = nextRetryMs(retryMs, performance.now() - lastHeardMs);
  }
}

/** A function, because the signal changes behind the type checker's back. */
function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

async function* openStream(
  connection: Connection,
  taskId: number,
  { signal, silenceLimitMs = 45_000 }: WatchOptions,
  onActivity: () => void,
): AsyncGenerator<WatchedTask> {
  const silence = new AbortController();
  const timer = setTimeout(() => {
    silence.abort(new Error('The event stream fell silent'));
  }, silenceLimitMs);
  try {
    const response = await connection.open(`/renderapi/v2/tasks/${taskId}/events`, {
      headers: { accept: 'text/event-stream' },
      signal: signal === undefined ? silence.signal : AbortSignal.any([signal, silence.signal]),
    });
    if (response.body === null) return;
    // Heartbeats count: a task may wait for hours without a new snapshot.
    const onPiece = (): void => {
      timer.refresh();
      onActivity();
    };
    for await (const { event, data } of readEvents(response.body, onPiece)) {
      if (event === 'deleted') throw new ApiError(404, 'task-not-found', `Task ${taskId} was deleted.`);
      if (event === 'snapshot') yield JSON.parse(data) as WatchedTask;
    }
  } finally {
    clearTimeout(timer);
    // Also when the caller stops listening: the connection goes with it.
    silence.abort();
  }
}
