import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { MachineList } from '@renderonline/contract';
import { useApi } from '../farm/api-provider.tsx';
import { useFarmEvents } from '../farm/farm-provider.tsx';
import { withEvent } from './machine-facts.ts';

export const machinesKey = ['machines'] as const;
/** How loaded machines are is no event: it is asked for, while somebody looks. */
const loadEveryMs = 5000;

/** All machines, as their events tell, with how loaded they were a moment ago. */
export function useMachines() {
  const api = useApi();
  const queryClient = useQueryClient();
  useFarmEvents((event) => {
    if (event.name !== 'machine') return;
    const list = queryClient.getQueryData<MachineList>(machinesKey);
    const next = list && withEvent(list, event.data);
    if (next === undefined) void queryClient.invalidateQueries({ queryKey: machinesKey });
    else queryClient.setQueryData(machinesKey, next);
  });
  return useQuery({
    queryKey: machinesKey,
    queryFn: ({ signal }) => api.machines({ signal }),
    refetchInterval: loadEveryMs,
    refetchIntervalInBackground: false,
  });
}
