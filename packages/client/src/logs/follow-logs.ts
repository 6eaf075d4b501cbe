import { setTimeout as delay } from 'node:timers/promises';
import type { LogEnd, LogEventsQuery, LogLines } from '@renderonline/contract';
import { isRefusal } from '../errors/api-error.ts';
import { readEvents } from '../events/read-events.ts';
import { firstRetryMs, nextRetryMs } from '../events/retry-delay.ts';
import type { WatchOptions } from '../events/watch-task.ts';
import type { Connection } from '../requests/connection.ts';
import { queryText } from '../requests/query-text.ts';

/** Lines of one attempt, or that none of it come any more. */
export type LogEvent =
  | { readonly kind: 'lines'; readonly lines: LogLines }
  | { readonly kind: 'attempt-ended'; readonly end: LogEnd };

export type FollowLogsOptions = LogEventsQuery & WatchOptions;

/**
 * Lines of a task's logs as they come, until there are no more. A broken stream is opened again and goes on where
 * it broke off: each line comes once.
 *
 * @throws ApiError when RenderAPI refuses (no such task or attempt, bad credentials), or is away for too long
 */
export async function* followLogs(
  connection: Connection,
  taskId: number,
  options: FollowLogsOptions = {},
): AsyncGenerator<LogEvent> {
  const {
    signal,
    absenceLimitMs = 300_000,
    silenceLimitMs = 45_000,
    onAbsence,
    onReturn,
    ...query
  } = options;
  let lastId: string | undefined;
  let retryMs = firstRetryMs;
  let lastHeardMs = performance.now();
  let isAway = false;

  async function* open(): AsyncGenerator<LogEvent, boolean> {
    const silence = new AbortController();
    const timer = setTimeout(() => {
      silence.abort(new Error('The stream of logs fell silent'));
    }, silenceLimitMs);
    try {
      const response = await connection.open(`/renderapi/v2/tasks/${taskId}/log/events${queryText(query)}`, {
        headers: {
          accept: 'text/event-stream',
          ...(lastId === undefined ? {} : { 'last-event-id': lastId }),
        },
        signal: signal === undefined ? silence.signal : AbortSignal.any([signal, silence.signal]),
      });
      if (response.body === null) return false;
      const onPiece = (): void => {
        timer.refresh();
        retryMs = firstRetryMs;
        lastHeardMs = performance.now();
        if (isAway) onReturn?.();
        isAway = false;
      };
      for await (const { event, data, id } of readEvents(response.body, { onActivity: onPiece })) {
        if (event === 'end') return true;
        const value: unknown = JSON.parse(data);
        if (event === 'lines') yield { kind: 'lines', lines: value as LogLines };
        if (event === 'attempt-ended') yield { kind: 'attempt-ended', end: value as LogEnd };
        // Only what the caller has seen need not come again.
        lastId = id ?? lastId;
      }
      return false;
    } finally {
      clearTimeout(timer);
      silence.abort();
    }
  }

  while (signal?.aborted !== true) {
    try {
      if (yield* open()) return;
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
