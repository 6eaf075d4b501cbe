import type { OutputView } from '@renderonline/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useApi } from '../../farm/api-provider.tsx';
import { useFarmEvents } from '../../farm/farm-provider.tsx';

/** Frames of quick tasks come many a second. */
const gatherMs = 1000;

/** The files of a task, read again when frames are done. */
export function useOutputs(taskId: number): {
  /** undefined until they were read. */
  readonly outputs: readonly OutputView[] | undefined;
  readonly error: Error | null;
  readonly retry: () => unknown;
} {
  const api = useApi();
  const queryClient = useQueryClient();
  const queryKey = ['outputs', taskId];
  const { data, error, refetch } = useQuery({
    queryKey,
    queryFn: async ({ signal }) => (await api.outputs(taskId, { signal })).outputs,
  });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useFarmEvents((event) => {
    const isOurs = event.name === 'frames' && event.data.taskId === taskId;
    if (!isOurs && event.name !== 'synced') return;
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      void queryClient.invalidateQueries({ queryKey });
    }, gatherMs);
  });
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );
  return { outputs: data, error, retry: refetch };
}
