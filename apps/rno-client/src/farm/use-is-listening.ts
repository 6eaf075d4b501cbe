import { useEffect, useState } from 'react';

/** Switching to another tab and back is not worth a new connection. */
const patienceMs = 30_000;
const lockName = 'renderonline-background-stream';

/**
 * Whether this page keeps its stream of events open: while it is looked at, and in the background in one tab of the
 * browser, which tells when tasks end. Browsers open six connections to a server at most; a dozen tabs that each
 * kept one would leave none to load a page with.
 */
export function useIsListening(): boolean {
  const isVisible = useIsVisible();
  const [hasLock, setHasLock] = useState(false);
  useEffect(() => {
    // Pages that came by plain HTTP have no locks, and no notifications to show either.
    if (!('locks' in navigator)) return;
    const gone = new AbortController();
    navigator.locks
      .request(lockName, { signal: gone.signal }, async () => {
        setHasLock(true);
        await new Promise((resolve) => {
          gone.signal.addEventListener('abort', resolve);
        });
      })
      .catch(() => undefined);
    return () => {
      gone.abort();
      setHasLock(false);
    };
  }, []);
  return isVisible || hasLock;
}

/** Whether somebody looks at the page, or has done so a moment ago. */
function useIsVisible(): boolean {
  const [isVisible, setVisible] = useState(() => document.visibilityState === 'visible');
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = (): void => {
      clearTimeout(timer);
      if (document.visibilityState === 'visible') setVisible(true);
      else timer = setTimeout(() => setVisible(false), patienceMs);
    };
    document.addEventListener('visibilitychange', look);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, []);
  return isVisible;
}
