import type { TaskSnapshot } from '@renderonline/contract';

/** A task that has ended by itself, while somebody may have waited for it. */
export interface EndedTask {
  readonly taskId: number;
  readonly fileName: string;
  readonly state: 'succeeded' | 'failed';
}

export interface EndWatch {
  /** Takes a task as it is now. */
  see(task: TaskSnapshot): void;
  /** Forgets what it has not told yet. */
  close(): void;
}

interface EndWatchDependencies {
  /** Whose tasks. */
  readonly userId: number;
  /** What the page knew of a task before. */
  readonly before: (taskId: number) => TaskSnapshot | undefined;
  /** Several that end at once come in one call. */
  readonly tell: (ended: readonly EndedTask[]) => void;
  readonly nowMs?: () => number;
  /** Stands in for the platform's; answers what ends it. */
  readonly later?: (run: () => void, ms: number) => () => void;
}

/** What ends within this time is told at once. */
export const togetherMs = 1000;
/** A task that the page had never heard of ended for somebody who waits, if that was not long ago. Clocks differ. */
const recentMs = 5 * 60_000;

/** Notices when tasks of a user end; each end once. What was canceled, somebody knows already. */
export function createEndWatch(dependencies: EndWatchDependencies): EndWatch {
  const { userId, before, tell, nowMs = Date.now, later = withTimer } = dependencies;
  const open = new Set<number>();
  const told = new Set<number>();
  let ended: EndedTask[] = [];
  let cancel: (() => void) | undefined;

  function flush(): void {
    const batch = ended;
    ended = [];
    cancel = undefined;
    tell(batch);
  }

  return {
    see({ taskId, fileName, owner, state, endedAt }) {
      if (owner.userId !== userId) return;
      if (!isEnded(state)) {
        open.add(taskId);
        told.delete(taskId);
        return;
      }
      if (told.has(taskId)) return;
      const known = before(taskId);
      const wasOpen = open.delete(taskId) || (known !== undefined && !isEnded(known.state));
      const isNew = known === undefined && endedAt !== null && nowMs() - Date.parse(endedAt) < recentMs;
      told.add(taskId);
      if ((!wasOpen && !isNew) || (state !== 'succeeded' && state !== 'failed')) return;
      ended.push({ taskId, fileName, state });
      cancel ??= later(flush, togetherMs);
    },
    close() {
      cancel?.();
      ended = [];
    },
  };
}

function isEnded(state: TaskSnapshot['state']): boolean {
  return state === 'succeeded' || state === 'failed' || state === 'canceled';
}

function withTimer(run: () => void, ms: number): () => void {
  const timer = setTimeout(run, ms);
  return () => {
    clearTimeout(timer);
  };
}
