import type { Api } from '@renderonline/client/browser';
import type { DeletedTask, Deletion, DeletionLedger } from './deletion-ledger.ts';
import { sendDeletion, type Refused } from './send-deletion.ts';

/** What there is to say of deletions that did not simply happen. */
export type DeletionNews =
  /** RenderAPI is away, or the session has ended: they are kept, and sent later. */
  | { readonly kind: 'waiting'; readonly why: 'away' | 'logged-out'; readonly count: number }
  /** Nothing waits any more of what did. */
  | { readonly kind: 'sent' }
  | { readonly kind: 'refused'; readonly refused: readonly Refused[] }
  | { readonly kind: 'failed'; readonly error: unknown };

/** Deletes tasks a moment after somebody has asked for it, so that it can be taken back; what is not is deleted. */
export interface Deletions {
  /** Calls the listener when other tasks are hidden. @returns ends it */
  subscribe(listener: () => void): () => void;
  /** Calls the listener with what there is to say. @returns ends it */
  onNews(listener: (news: DeletionNews) => void): () => void;
  /** Tasks that are as good as deleted. Another set after every change. */
  hidden(): ReadonlySet<number>;
  /** @returns takes it back: whether it was not too late */
  begin(tasks: readonly DeletedTask[]): () => boolean;
  /** Begins to send what is due, also of earlier visits, until what it returns is called. */
  start(): () => void;
  /** Another tab has written into the ledger, or the page is back. */
  look(): void;
  /** Decides what waits in this page and sends it at once, for the page is about to go, or the session. */
  leave(): Promise<void>;
}

export interface DeletionsDependencies {
  readonly api: Pick<Api, 'changeTasks' | 'task'>;
  readonly ledger: DeletionLedger;
  readonly nowMs: () => number;
  readonly randomId: () => string;
  /** Calls it later. @returns that it shall not */
  readonly later: (run: () => void, ms: number) => () => void;
  /** Runs it while no other tab of this browser does. */
  readonly alone: (work: () => Promise<void>) => Promise<void>;
}

/** Long enough to read what was done and to reach the button. */
export const undoMs = 8000;
/** Where it was deleted it is sent first: another tab does so when that one is gone without a word. */
const graceMs = 2000;
const firstRetryMs = 1000;
const longestRetryMs = 15_000;

/** Nothing is sent before `start`. */
export function createDeletions(dependencies: DeletionsDependencies): Deletions {
  const { api, ledger, nowMs, randomId, later, alone } = dependencies;
  const listeners = new Set<() => void>();
  const newsListeners = new Set<(news: DeletionNews) => void>();
  /** Begun here: whether they are still what they were need not be asked. */
  const own = new Set<string>();
  /** Deleted from here: they stay hidden until the list is told so, too. */
  const gone = new Set<number>();
  let shown: ReadonlySet<number> = new Set();
  let cancel: (() => void) | undefined;
  let waitsFor: 'away' | 'logged-out' | undefined;
  let retryMs = firstRetryMs;
  let isSending = false;
  let isStarted = false;

  function tell(news: DeletionNews): void {
    for (const listener of newsListeners) listener(news);
  }

  function draw(): void {
    const hidden = new Set(gone);
    for (const { tasks } of ledger.all()) for (const { taskId } of tasks) hidden.add(taskId);
    if (hidden.size === shown.size && [...hidden].every((taskId) => shown.has(taskId))) return;
    shown = hidden;
    for (const listener of listeners) listener();
  }

  /** A clock that was set back makes nothing wait for longer than usual. */
  function dueInMs({ deletionId, isDecided, askedAtMs }: Deletion): number {
    const patienceMs = undoMs + (own.has(deletionId) ? 0 : graceMs);
    return isDecided ? 0 : Math.min(Math.max(0, askedAtMs + patienceMs - nowMs()), patienceMs);
  }

  function look(): void {
    draw();
    cancel?.();
    cancel = undefined;
    const all = ledger.all();
    if (!isStarted || isSending || all.length === 0 || waitsFor === 'logged-out') return;
    const waitMs = Math.min(...all.map(dueInMs));
    cancel = later(() => void sendDue(), waitsFor === 'away' ? Math.max(waitMs, retryMs) : waitMs);
  }

  async function sendDue(): Promise<void> {
    isSending = true;
    try {
      await alone(async () => {
        for (const { deletionId } of ledger.all()) {
          if (!isStarted) return;
          // It may have been taken back while an earlier one was sent.
          const deletion = ledger.all().find((one) => one.deletionId === deletionId);
          if (deletion !== undefined && dueInMs(deletion) === 0 && !(await send(deletion))) return;
        }
      });
    } finally {
      isSending = false;
      look();
    }
  }

  /** @returns whether the next one can be tried */
  async function send(deletion: Deletion): Promise<boolean> {
    const decided = { ...deletion, isDecided: true };
    const isOwn = own.has(deletion.deletionId);
    ledger.put(decided);
    const { deleted, left, refused, failure } = await sendDeletion(decided, { api, isOwn });
    for (const taskId of deleted) gone.add(taskId);
    if (refused.length > 0) tell({ kind: 'refused', refused });
    const isKept = failure?.kind === 'away' || failure?.kind === 'logged-out';
    if (isKept) {
      ledger.put({ ...decided, tasks: left });
      retryMs = waitsFor === 'away' ? Math.min(retryMs * 2, longestRetryMs) : firstRetryMs;
      if (waitsFor !== failure.kind) tell({ kind: 'waiting', why: failure.kind, count: left.length });
      waitsFor = failure.kind;
    } else {
      ledger.drop(deletion.deletionId);
      waitsFor = undefined;
      tell(failure?.kind === 'failed' ? failure : { kind: 'sent' });
    }
    draw();
    return !isKept;
  }

  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onNews(listener) {
      newsListeners.add(listener);
      return () => newsListeners.delete(listener);
    },
    hidden: () => shown,
    begin(tasks) {
      const deletion = { deletionId: randomId(), askedAtMs: nowMs(), isDecided: false, tasks };
      const { deletionId } = deletion;
      own.add(deletionId);
      ledger.put(deletion);
      look();
      return () => {
        const found = ledger.all().find((one) => one.deletionId === deletionId);
        if (found === undefined || dueInMs(found) === 0) return false;
        ledger.drop(deletionId);
        look();
        return true;
      };
    },
    start() {
      isStarted = true;
      look();
      return () => {
        isStarted = false;
        cancel?.();
      };
    },
    look,
    async leave() {
      const ours = ledger.all().filter(({ deletionId }) => own.has(deletionId));
      for (const deletion of ours) ledger.put({ ...deletion, isDecided: true });
      await Promise.all(ours.map(send));
    },
  };
}
