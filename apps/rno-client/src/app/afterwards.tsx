import i18next from 'i18next';
import { Suspense, useEffect, useState, type ComponentType } from 'react';
import { useConnection } from '../farm/farm-provider.tsx';
import { loadLeaveQuestion } from '../shell/leave-guard/leave-guard.tsx';
import { loadPalette } from '../shell/palette/palette-provider.tsx';
import { loadShortcutList } from '../shell/shortcuts/shortcut-provider.tsx';
import { loadUserMenu } from '../shell/user-menu.tsx';
import { loadDropReceiver } from '../submit/dropping/drop-target.tsx';
import { loadOpenDesk } from '../submit/uploads/desk-provider.tsx';
import { loadUploadShare } from '../submit/uploads/upload-indicator.tsx';
import { loadBulkBar } from '../tasks/tasks-page.tsx';
import { loadNotificationArea } from './notices.tsx';

/** Whoever opens one of them does not want to wait for it, nor to lack it when the connection is lost. */
const wantedSoon = [
  loadUserMenu,
  loadPalette,
  loadShortcutList,
  loadBulkBar,
  loadDropReceiver,
  () => i18next.loadNamespaces('submit'),
  loadOpenDesk,
  loadUploadShare,
  loadNotificationArea,
  loadLeaveQuestion,
];
const soonMs = 300;

/** What the first page is seen without: it comes when that page is there. What a lost connection kept back comes later. */
export function Afterwards() {
  const isLive = useConnection() === 'live';
  const [EndNotices, setEndNotices] = useState<ComponentType | null>(null);
  useEffect(() => {
    if (!isLive) return;
    loadEndNotices().then(
      (found) => setEndNotices(() => found),
      () => undefined,
    );
    const timer = setTimeout(() => {
      // One that could not be fetched is fetched when it is needed.
      for (const load of wantedSoon) load().catch(() => undefined);
    }, soonMs);
    return () => {
      clearTimeout(timer);
    };
  }, [isLive]);
  if (EndNotices === null) return null;
  return (
    <Suspense>
      <EndNotices />
    </Suspense>
  );
}

/** With what they say: they have nothing to show while they wait for it. */
async function loadEndNotices(): Promise<ComponentType> {
  const [{ default: EndNotices }] = await Promise.all([
    import('../notifications/end-notices.tsx'),
    i18next.loadNamespaces('notifications'),
  ]);
  return EndNotices;
}
