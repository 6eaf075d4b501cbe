import { useSyncExternalStore } from 'react';

/** Tasks that are as good as deleted: for every page, since whoever deletes one on its own page sees the list next. */
let hidden: ReadonlySet<number> = new Set();
const listeners = new Set<() => void>();

function put(next: ReadonlySet<number>): void {
  hidden = next;
  for (const listener of listeners) listener();
}

export function hideTasks(taskIds: readonly number[]): void {
  put(new Set([...hidden, ...taskIds]));
}

export function showTasks(taskIds: readonly number[]): void {
  put(new Set([...hidden].filter((taskId) => !taskIds.includes(taskId))));
}

/** Another set after every change. */
export function useHiddenTasks(): ReadonlySet<number> {
  return useSyncExternalStore(subscribe, () => hidden);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
