import type { Logger } from '@renderonline/runtime';

/** Tells whoever watches that a task changed. */
export interface TaskWatchers {
  readonly add: (listener: (taskId: number) => void) => () => void;
  readonly tell: (taskId: number) => void;
}

export function createTaskWatchers(log: Logger): TaskWatchers {
  const listeners = new Set<(taskId: number) => void>();
  return {
    add(listener) {
      // Its own object: the same function may watch twice.
      const watcher = (taskId: number) => {
        listener(taskId);
      };
      listeners.add(watcher);
      return () => {
        listeners.delete(watcher);
      };
    },
    tell(taskId) {
      for (const listener of listeners) {
        try {
          listener(taskId);
        } catch (error) {
          log.error({ taskId, err: error }, 'a watcher of tasks failed');
        }
      }
    },
  };
}
