import { useSyncExternalStore } from 'react';
import { useCurrentSession } from '../session/session-provider.tsx';
import { useFarm } from './farm-provider.tsx';

/** How many of one's own tasks are being rendered. */
export function useOwnRunning(): number {
  const { userId } = useCurrentSession();
  const { subscribe, tasks } = useFarm();
  return useSyncExternalStore(subscribe, () => {
    let count = 0;
    for (const { state, owner } of tasks().values()) {
      if (state === 'running' && owner.userId === userId) count += 1;
    }
    return count;
  });
}
