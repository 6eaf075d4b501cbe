import type { MachineStatus } from '@renderonline/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useApi } from '../../farm/api-provider.tsx';
import {
  readHistory,
  readNewer,
  withOlder,
  type AttemptHistory,
  type ReadAttempts,
} from './attempt-history.ts';

const pageSize = 200;

/** What a machine was given in the last hours, and further back as far as it is asked for; what is new comes by itself. */
export function useAttempts({ machineId, leases }: MachineStatus, hours: number) {
  const api = useApi();
  const queryClient = useQueryClient();
  const queryKey = ['machines', machineId, 'attempts', hours];
  const known = (): AttemptHistory | undefined => queryClient.getQueryData(queryKey);
  const reader =
    (signal?: AbortSignal): ReadAttempts =>
    (before) =>
      api.machineAttempts(
        machineId,
        { limit: pageSize, ...(before === undefined ? {} : { before }) },
        { signal },
      );
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => {
      const before = known();
      return before === undefined
        ? readHistory(reader(signal), Date.now() - hours * 3_600_000)
        : readNewer(reader(signal), () => known() ?? before);
    },
  });
  const older = useMutation({
    mutationFn: async (before: number) => {
      const page = await reader()(before);
      queryClient.setQueryData(queryKey, (history: AttemptHistory | undefined) =>
        history === undefined ? undefined : withOlder(history, before, page),
      );
    },
  });
  const given = leases.map(({ leaseId, isRunning }) => `${leaseId} ${isRunning}`).join();
  const newest = useRef(given);
  useEffect(() => {
    if (newest.current === given) return;
    newest.current = given;
    void queryClient.invalidateQueries({ queryKey: ['machines', machineId, 'attempts'] });
  }, [queryClient, machineId, given]);
  return { ...query, older };
}
