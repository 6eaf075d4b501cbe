import type { Api, FarmEvent } from '@renderonline/client/browser';
import type { TaskSnapshot } from '@renderonline/contract';
import {
  createContext,
  use,
  useEffect,
  useEffectEvent,
  useMemo,
  useSyncExternalStore,
  type ReactNode,
} from 'react';
import { createFarmStore, type ConnectionState, type FarmStore } from './farm-store.ts';
import { useApi } from './api-provider.tsx';
import { useIsListening } from './use-is-listening.ts';

const FarmContext = createContext<FarmStore | undefined>(undefined);

/** Follows the farm for everything inside. */
export function FarmProvider({
  scope,
  children,
}: {
  readonly scope: 'own' | 'all';
  readonly children: ReactNode;
}) {
  const api: Api = useApi();
  const store = useMemo(() => createFarmStore({ api, scope, schedule: withNextPicture }), [api, scope]);
  const isListening = useIsListening();
  useEffect(() => (isListening ? store.start() : undefined), [store, isListening]);
  return <FarmContext value={store}>{children}</FarmContext>;
}

/** The store itself, for those who read it without drawing. */
export function useFarm(): FarmStore {
  const store = use(FarmContext);
  if (store === undefined) throw new Error('useFarm stands outside of FarmProvider');
  return store;
}

/** All tasks by number, as they are now. */
export function useTasks(): ReadonlyMap<number, TaskSnapshot> {
  const { subscribe, tasks } = useFarm();
  return useSyncExternalStore(subscribe, tasks);
}

/** One task as it is now; undefined when it is not among those that the page holds. */
export function useTask(taskId: number): TaskSnapshot | undefined {
  const { subscribe, tasks } = useFarm();
  return useSyncExternalStore(subscribe, () => tasks().get(taskId));
}

export function useConnection(): ConnectionState {
  const { subscribe, connection } = useFarm();
  return useSyncExternalStore(subscribe, connection);
}

/** Whether all tasks have been read. */
export function useAllTasksRead(): boolean {
  const { subscribe, isComplete } = useFarm();
  return useSyncExternalStore(subscribe, isComplete);
}

/** Calls the newest `listener` with every event that comes while the component is shown. */
export function useFarmEvents(listener: (event: FarmEvent) => void): void {
  const { onEvent } = useFarm();
  const newest = useEffectEvent(listener);
  useEffect(() => onEvent((event) => newest(event)), [onEvent]);
}

/** A hidden page draws no pictures, but its title and its notifications go on. */
function withNextPicture(tell: () => void): void {
  if (document.visibilityState === 'visible') requestAnimationFrame(tell);
  else setTimeout(tell, 250);
}
