import { linkLimits, type AgentMessage } from '@renderonline/contract/link';
import type { ProgressHint } from '../../leases/lease-runner.ts';

const shortestGapMs = 1000 / linkLimits.progressPerSecond;
const longestNote = 500;

/** Gathers how far frames are, and says the newest of each lease a few times a second. */
export interface ProgressHints {
  add(hint: ProgressHint): void;
  /** Where they go from now on; undefined: nowhere, they are worth nothing later. */
  connect(send: ((message: AgentMessage) => void) | undefined): void;
}

export function createProgressHints(nowMs: () => number): ProgressHints {
  const newest = new Map<number, ProgressHint>();
  let send: ((message: AgentMessage) => void) | undefined;
  let timer: NodeJS.Timeout | undefined;
  let saidAtMs = -Infinity;

  function flush(): void {
    timer = undefined;
    if (send === undefined || newest.size === 0) return;
    saidAtMs = nowMs();
    const items = [...newest.values()].slice(0, linkLimits.progressItems);
    newest.clear();
    send({ type: 'progress', items });
  }

  return {
    add({ leaseId, frame, fraction, note }) {
      if (send === undefined) return;
      newest.set(leaseId, {
        leaseId,
        frame,
        fraction: Math.min(1, Math.max(0, fraction)),
        note: note?.slice(0, longestNote) ?? null,
      });
      timer ??= setTimeout(flush, Math.max(0, saidAtMs + shortestGapMs - nowMs()));
    },
    connect(next) {
      send = next;
      newest.clear();
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
