import type { Logger } from '@renderonline/runtime';

/** Tells whoever watches that something happened. */
export interface Watchers<News> {
  /** @returns how to end it */
  readonly add: (listener: (news: News) => void) => () => void;
  readonly tell: (news: News) => void;
}

/** Nobody watches yet. A listener that throws is logged, and the others are told all the same. */
export function createWatchers<News>(log: Logger): Watchers<News> {
  const listeners = new Set<(news: News) => void>();
  return {
    add(listener) {
      // Its own object: the same function may watch twice.
      const watcher = (news: News) => {
        listener(news);
      };
      listeners.add(watcher);
      return () => {
        listeners.delete(watcher);
      };
    },
    tell(news) {
      for (const listener of listeners) {
        try {
          listener(news);
        } catch (error) {
          log.error({ err: error }, 'a watcher of tasks failed');
        }
      }
    },
  };
}
