import type { LogEnd, LogEventsQuery, LogLines } from '@renderonline/contract';
import { openStream } from '../events/open-stream.ts';
import { reconnecting } from '../events/reconnecting.ts';
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
    signal: _,
    absenceLimitMs: _1,
    silenceLimitMs: _2,
    onAbsence: _3,
    onReturn: _4,
    ...query
  } = options;
  const path = `/renderapi/v2/tasks/${taskId}/log/events${queryText(query)}`;
  let lastId: string | undefined;
  const events = reconnecting((onActivity) => {
    const headers: Record<string, string> = lastId === undefined ? {} : { 'last-event-id': lastId };
    return openStream(connection, { path, headers }, { ...options, onActivity });
  }, options);
  for await (const { event, data, id } of events) {
    if (event === 'end') return;
    const value: unknown = JSON.parse(data);
    if (event === 'lines') yield { kind: 'lines', lines: value as LogLines };
    if (event === 'attempt-ended') yield { kind: 'attempt-ended', end: value as LogEnd };
    // Only what the caller has seen need not come again.
    lastId = id ?? lastId;
  }
}
