import { notifications } from '@mantine/notifications';
import {
  createContext,
  use,
  useEffect,
  useEffectEvent,
  useMemo,
  useSyncExternalStore,
  type ReactNode,
} from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorText } from '../../elements/error-text.tsx';
import { OutcomeText } from '../outcome-text.tsx';
import { useApi } from '../../farm/api-provider.tsx';
import { useCurrentSession } from '../../session/session-provider.tsx';
import { createDeletionLedger } from './deletion-ledger.ts';
import { createDeletions, type DeletionNews, type Deletions } from './deletions.ts';

const DeletionsContext = createContext<Deletions | undefined>(undefined);
const waitingId = 'deletions-waiting';
const lockName = 'renderonline-deletions';

/** Sees to it that what was deleted is deleted, though the page is left, RenderAPI away, or the session over. */
export function DeletionsProvider({ children }: { readonly children: ReactNode }) {
  const api = useApi();
  const { userId } = useCurrentSession();
  const deletions = useMemo(() => {
    const ledger = createDeletionLedger(localStorage, userId, Date.now);
    return createDeletions({ ...{ api, ledger, alone, later, randomId }, nowMs: Date.now });
  }, [api, userId]);
  const tell = useEffectEvent(useTell());
  useEffect(() => {
    const stopNews = deletions.onNews((news) => tell(news));
    const stop = deletions.start();
    const leave = (): void => void deletions.leave();
    window.addEventListener('pagehide', leave);
    window.addEventListener('pageshow', deletions.look);
    window.addEventListener('storage', deletions.look);
    return () => {
      window.removeEventListener('pagehide', leave);
      window.removeEventListener('pageshow', deletions.look);
      window.removeEventListener('storage', deletions.look);
      stop();
      stopNews();
    };
  }, [deletions]);
  return <DeletionsContext value={deletions}>{children}</DeletionsContext>;
}

export function useDeletions(): Deletions {
  const deletions = use(DeletionsContext);
  if (deletions === undefined) throw new Error('useDeletions stands outside of DeletionsProvider');
  return deletions;
}

/** Tasks that are as good as deleted. Another set after every change. */
export function useHiddenTasks(): ReadonlySet<number> {
  const { subscribe, hidden } = useDeletions();
  return useSyncExternalStore(subscribe, hidden);
}

function useTell(): (news: DeletionNews) => void {
  const { t } = useTranslation('tasks');
  return (news) => {
    if (news.kind === 'sent') notifications.hide(waitingId);
    else if (news.kind === 'waiting') {
      const { count } = news;
      const message = t(news.why === 'away' ? 'deletionWaits' : 'deletionWaitsForLogin', { count });
      notifications.hide(waitingId);
      notifications.show({ id: waitingId, color: 'yellow', autoClose: false, message });
    } else if (news.kind === 'refused') {
      const { refused } = news;
      const [first] = refused;
      notifications.show({
        color: 'yellow',
        title: t('notDone', { count: refused.length }),
        message: first && <OutcomeText outcome={first} />,
      });
    } else
      notifications.show({ color: 'red', title: t('failed'), message: <ErrorText error={news.error} /> });
  };
}

/** Pages that came by plain HTTP have no locks: what two tabs of them delete twice is deleted, too. */
async function alone(work: () => Promise<void>): Promise<void> {
  if ('locks' in navigator) await navigator.locks.request(lockName, work);
  else await work();
}

function later(run: () => void, ms: number): () => void {
  const timer = setTimeout(run, ms);
  return () => {
    clearTimeout(timer);
  };
}

function randomId(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(2)), (part) => part.toString(36)).join('');
}
