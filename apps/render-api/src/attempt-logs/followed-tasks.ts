/** Whose logs somebody follows, so that machines send them without delay. */
export interface FollowedTasks {
  /** One more follows; returns how to end that. */
  add(taskId: number): () => void;
  /** The tasks, those that were followed first in front. */
  list(): number[];
  /** Calls back when the list has changed; returns how to end that. */
  onChange(listener: () => void): () => void;
}

/** @param most tasks in the list; of more the logs come a little later */
export function createFollowedTasks(most: number): FollowedTasks {
  const followers = new Map<number, number>();
  const listeners = new Set<() => void>();

  function change(taskId: number, by: 1 | -1): void {
    const count = (followers.get(taskId) ?? 0) + by;
    if (count === 0) followers.delete(taskId);
    else followers.set(taskId, count);
    const isOther = by === 1 ? count === 1 : count === 0;
    if (isOther) for (const listener of listeners) listener();
  }

  return {
    add(taskId) {
      change(taskId, 1);
      let isOver = false;
      return () => {
        if (!isOver) change(taskId, -1);
        isOver = true;
      };
    },
    list: () => [...followers.keys()].slice(0, most),
    onChange(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
