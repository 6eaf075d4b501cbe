import { notificationsStore } from '@mantine/notifications';
import { lazy, Suspense, useEffect, useState } from 'react';

export const loadNotificationArea = () => import('./notification-area.tsx');
const NotificationArea = lazy(loadNotificationArea);

/** The place of what is told, from the first time on that there is something to tell. */
export function Notices() {
  const [isNeeded, setIsNeeded] = useState(() => notificationsStore.getState().notifications.length > 0);
  useEffect(() => notificationsStore.subscribe(() => setIsNeeded(true)), []);
  return isNeeded ? (
    <Suspense>
      <NotificationArea />
    </Suspense>
  ) : null;
}
