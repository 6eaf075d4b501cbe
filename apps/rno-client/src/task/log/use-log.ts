import type { LogEvent } from '@renderonline/client/browser';
import { useEffect, useState } from 'react';
import { useApi } from '../../farm/api-provider.tsx';
import { noLines, withEvents, type LogLines } from './log-lines.ts';

/** How many of the last lines it begins with. RenderAPI gives no more. */
const tail = 10_000;
/** A talkative renderer says hundreds of lines a second; they are shown together. */
const gatherMs = 100;

export interface Log {
  readonly lines: LogLines;
  /** `following`: more may come. `ended`: that is all. `away`: RenderAPI does not answer for now. */
  readonly state: 'connecting' | 'following' | 'away' | 'ended';
  readonly error: Error | null;
}

const nothing: Log = { lines: noLines, state: 'connecting', error: null };

/** What renderers of a task say, as they say it. @param attemptId of one attempt alone; of all unless given */
export function useLog(taskId: number, attemptId: number | undefined): Log {
  const api = useApi();
  const [log, setLog] = useState(nothing);
  useEffect(() => {
    const stop = new AbortController();
    let waiting: LogEvent[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const show = (): void => {
      clearTimeout(timer);
      timer = undefined;
      const events = waiting;
      waiting = [];
      setLog(({ lines }) => ({ lines: withEvents(lines, events), state: 'following', error: null }));
    };
    const follow = async (): Promise<void> => {
      const events = api.followLogs(taskId, {
        ...{ tail, signal: stop.signal, absenceLimitMs: Number.POSITIVE_INFINITY },
        ...(attemptId === undefined ? {} : { attempt: attemptId }),
        onAbsence: () => setLog((before) => ({ ...before, state: 'away' })),
        onReturn: () => setLog((before) => ({ ...before, state: 'following' })),
      });
      for await (const event of events) {
        waiting.push(event);
        timer ??= setTimeout(show, gatherMs);
      }
      show();
      setLog((before) => ({ ...before, state: 'ended' }));
    };
    follow().catch((error: unknown) => {
      if (stop.signal.aborted) return;
      const shown = error instanceof Error ? error : new Error(String(error));
      setLog((before) => ({ ...before, state: 'ended', error: shown }));
    });
    return () => {
      stop.abort();
      clearTimeout(timer);
      setLog(nothing);
    };
  }, [api, taskId, attemptId]);
  return log;
}
