import type { Administration } from '@renderonline/client/browser';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useApi } from '../../farm/api-provider.tsx';
import { machinesKey } from '../use-machines.ts';

const settingsKey = ['administration', 'machines'] as const;

/** What admins have decided about a machine; undefined until it is read. */
export function useMachineSettings(machineId: number) {
  const { administration } = useApi();
  const { data } = useQuery({
    queryKey: settingsKey,
    queryFn: ({ signal }) => administration.machines({ signal }),
  });
  return data?.machines.find((machine) => machine.machineId === machineId);
}

/** A change of a machine; what shows machines reads them again. */
export function useMachineChange<Input>(
  change: (administration: Administration, input: Input) => Promise<unknown>,
  done?: () => void,
) {
  const { administration } = useApi();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (input: Input) => change(administration, input),
    onSuccess: () => done?.(),
    onSettled: async () => {
      await queryClient.invalidateQueries({ queryKey: settingsKey });
      await queryClient.invalidateQueries({ queryKey: machinesKey });
    },
  });
}
