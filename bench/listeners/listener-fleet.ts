import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { ListenerOrder, ListenerReport } from './listener-messages.ts';

/** Listeners in a process of their own. */
export interface ListenerFleet {
  /** Settles when all are listening. */
  listen(order: Omit<Extract<ListenerOrder, { kind: 'listen' }>, 'kind'>): Promise<void>;
  /**
   * @param change makes RenderAPI tell the listeners of the user something that has this text
   * @returns when each of them had it, in ms since 1970
   */
  timesOf(email: string, text: string, change: () => Promise<void>): Promise<readonly number[]>;
  end(): void;
}

const limitMs = 180_000;

/** Starts the process. */
export function startListenerFleet(): ListenerFleet {
  const child = fork(join(import.meta.dirname, 'listeners-main.ts'));
  async function ask(order: ListenerOrder): Promise<void> {
    const answer = nextReport();
    child.send(order);
    await answer;
  }
  async function nextReport(): Promise<ListenerReport> {
    const [report] = (await once(child, 'message', { signal: AbortSignal.timeout(limitMs) })) as [
      ListenerReport,
    ];
    if (report.kind === 'failed') throw new Error(report.message);
    return report;
  }
  return {
    listen: (order) => ask({ kind: 'listen', ...order }),
    async timesOf(email, text, change) {
      await ask({ kind: 'expect', email, text });
      const [report] = await Promise.all([nextReport(), change()]);
      if (report.kind !== 'told') throw new Error(`the listeners answered ${report.kind}`);
      return report.atMs;
    },
    end: () => child.kill('SIGKILL'),
  };
}
