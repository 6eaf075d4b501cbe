import {
  createContext,
  lazy,
  Suspense,
  use,
  useCallback,
  useEffect,
  useEffectEvent,
  useMemo,
  useState,
  type ReactNode,
} from 'react';
import { Router, type AroundNavHandler } from 'wouter';

export const loadLeaveQuestion = () => import('./leave-question.tsx');
const LeaveQuestion = lazy(loadLeaveQuestion);
/** What would be lost when the page is left: a key for each form that has something unsaved. */
const LeaveGuardContext = createContext<Set<symbol> | undefined>(undefined);

/** Asks before unsaved changes inside are left: by links, by the browser's buttons, and by closing the page. */
export function LeaveGuard({ children }: { readonly children: ReactNode }) {
  const [unsaved] = useState(() => new Set<symbol>());
  /** Where one wanted to go; null while nobody is asked. */
  const [leave, setLeave] = useState<(() => void) | null>(null);
  const around = useCallback<AroundNavHandler>(
    (navigate, to, options) => {
      const staysHere = to.split('?')[0] === window.location.pathname;
      if (unsaved.size === 0 || staysHere) navigate(to, options);
      else setLeave(() => () => navigate(to, options));
    },
    [unsaved],
  );
  useWindowGuard(unsaved, (goBack) => setLeave(() => goBack));
  return (
    <LeaveGuardContext value={unsaved}>
      <Router aroundNav={around}>{children}</Router>
      {leave !== null && (
        <Suspense>
          <LeaveQuestion
            stay={() => setLeave(null)}
            leave={() => {
              unsaved.clear();
              setLeave(null);
              leave();
            }}
          />
        </Suspense>
      )}
    </LeaveGuardContext>
  );
}

/** Set while there is something to guard. */
let onPop: ((event: PopStateEvent) => void) | undefined;
// Before the router's own listener: of those at a window the first one that was added comes first.
window.addEventListener('popstate', (event) => onPop?.(event));

/** The browser has moved already when it says so: it is moved back, and moved again when that is wanted. */
function useWindowGuard(unsaved: ReadonlySet<symbol>, ask: (goBack: () => void) => void): void {
  const newest = useEffectEvent(ask);
  useEffect(() => {
    let here = window.location.href;
    const noteHere = (): void => {
      here = window.location.href;
    };
    onPop = (event) => {
      if (unsaved.size === 0) return;
      event.stopImmediatePropagation();
      history.pushState(null, '', here);
      newest(() => history.go(-1));
    };
    const onClose = (event: BeforeUnloadEvent): void => {
      if (unsaved.size > 0) event.preventDefault();
    };
    // What is typed or pressed happens on the page that one would be moved back to.
    window.addEventListener('keydown', noteHere, { capture: true });
    window.addEventListener('pointerdown', noteHere, { capture: true });
    window.addEventListener('input', noteHere, { capture: true });
    window.addEventListener('beforeunload', onClose);
    return () => {
      onPop = undefined;
      window.removeEventListener('keydown', noteHere, { capture: true });
      window.removeEventListener('pointerdown', noteHere, { capture: true });
      window.removeEventListener('input', noteHere, { capture: true });
      window.removeEventListener('beforeunload', onClose);
    };
  }, [unsaved]);
}

/**
 * Says whether leaving the page would lose something.
 *
 * @returns says that it would not any more, for those who leave the page themselves after they have saved
 */
export function useUnsavedChanges(isUnsaved: boolean): () => void {
  const unsaved = use(LeaveGuardContext);
  if (unsaved === undefined) throw new Error('useUnsavedChanges stands outside of LeaveGuard');
  const key = useMemo(() => Symbol('unsaved'), []);
  const release = useCallback(() => {
    unsaved.delete(key);
  }, [unsaved, key]);
  useEffect(() => {
    if (isUnsaved) unsaved.add(key);
    return release;
  }, [unsaved, key, isUnsaved, release]);
  return release;
}
