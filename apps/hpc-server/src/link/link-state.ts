import { setTimeout as delay } from 'node:timers/promises';

/** Whether the link is up, for those who wait for it. */
export interface LinkState {
  isUp(): boolean;
  set(isUp: boolean): void;
  /** The id of the folder in which RenderAPI keeps contents; null while none is known. */
  contentsId(): string | null;
  setContentsId(id: string | null): void;
  /** Waits so long, or until the link comes up. Rejects when the signal is aborted. */
  pause(waitMs: number, signal: AbortSignal): Promise<void>;
}

export function createLinkState(): LinkState {
  const waiting = new Set<() => void>();
  let isUp = false;
  let contentsId: string | null = null;
  return {
    contentsId: () => contentsId,
    setContentsId(id) {
      contentsId = id;
    },
    isUp: () => isUp,
    set(next) {
      const cameUp = next && !isUp;
      isUp = next;
      if (!cameUp) return;
      for (const wake of waiting) wake();
    },
    async pause(waitMs, signal) {
      signal.throwIfAborted();
      const early = new AbortController();
      const wake = () => {
        early.abort();
      };
      waiting.add(wake);
      try {
        await delay(waitMs, undefined, { signal: AbortSignal.any([signal, early.signal]) });
      } catch (error) {
        if (signal.aborted || !early.signal.aborted) throw error;
      } finally {
        waiting.delete(wake);
      }
    },
  };
}
