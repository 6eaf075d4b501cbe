import type { Connection } from '../requests/connection.ts';
import { piecesOf } from './pieces-of.ts';
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
  const watch = watchSilence(silenceLimitMs, () => {
    silence.abort(new Error('The event stream fell silent'));
  });
  try {
    const response = await connection.open(request.path, {
      headers: { accept: 'text/event-stream', ...request.headers },
      signal: signal === undefined ? silence.signal : AbortSignal.any([signal, silence.signal]),
    });
    if (response.body === null) return;
    yield* readEvents(piecesOf(response.body), {
      // Heartbeats count: nothing may happen for hours.
      onActivity() {
        watch.hear();
        onActivity?.();
      },
      ...(onId === undefined ? {} : { onId }),
    });
  } finally {
    watch.end();
    // Also when the caller stops listening: the connection goes with it.
    silence.abort();
  }
}

/** Calls `onSilence` when nothing was heard for so long. Timers of browsers can neither be refreshed nor unreferenced. */
function watchSilence(limitMs: number, onSilence: () => void): { hear(): void; end(): void } {
  let heardAtMs = performance.now();
  let timer: ReturnType<typeof setTimeout>;
  const wait = (ms: number): void => {
    timer = setTimeout(() => {
      const leftMs = heardAtMs + limitMs - performance.now();
      if (leftMs <= 0) onSilence();
      else wait(leftMs);
    }, ms);
    // The connection keeps a program alive, and not this: a stream that nobody reads to its end leaves it behind.
    if (typeof timer === 'object') timer.unref();
  };
  wait(limitMs);
  return {
    hear() {
      heardAtMs = performance.now();
    },
    end() {
      clearTimeout(timer);
    },
  };
}
