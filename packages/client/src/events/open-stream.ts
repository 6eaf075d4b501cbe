import type { Connection } from '../requests/connection.ts';
import { readEvents, type EventReading, type ServerSentEvent } from './read-events.ts';

export interface StreamOptions {
  readonly signal?: AbortSignal | undefined;
  /** A stream without even a heartbeat for so long is dead. Default 45,000. */
  readonly silenceLimitMs?: number;
}

/**
 * The events of one connection.
 *
 * @throws ApiError when RenderAPI refuses or does not answer; when the stream breaks or falls silent, whatever it
 *   broke with
 */
export async function* openStream(
  connection: Connection,
  request: { readonly path: string; readonly headers?: Readonly<Record<string, string>> },
  { signal, silenceLimitMs = 45_000, onActivity, onId }: StreamOptions & EventReading,
): AsyncGenerator<ServerSentEvent> {
  const silence = new AbortController();
  const timer = setTimeout(() => {
    silence.abort(new Error('The event stream fell silent'));
  }, silenceLimitMs);
  // The connection keeps a program alive, and not this: a stream that nobody reads to its end leaves it behind.
  timer.unref();
  try {
    const response = await connection.open(request.path, {
      headers: { accept: 'text/event-stream', ...request.headers },
      signal: signal === undefined ? silence.signal : AbortSignal.any([signal, silence.signal]),
    });
    if (response.body === null) return;
    yield* readEvents(response.body, {
      // Heartbeats count: nothing may happen for hours.
      onActivity() {
        timer.refresh();
        onActivity?.();
      },
      ...(onId === undefined ? {} : { onId }),
    });
  } finally {
    clearTimeout(timer);
    // Also when the caller stops listening: the connection goes with it.
    silence.abort();
  }
}
