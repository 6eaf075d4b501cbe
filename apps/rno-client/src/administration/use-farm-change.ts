import type { Administration } from '@renderonline/client/browser';
import { useMutation, useQuery, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { useApi } from '../farm/api-provider.tsx';

/** What is read here, each under its own key. */
export type AdministrationList = 'users' | 'subscriptions' | 'engines' | 'argument-types';

const keyOf = (list: string): readonly string[] => ['administration', list];

/** Something that admins read; read again after it was changed here. */
export function useAdministration<T>(
  list: string,
  read: (administration: Administration, signal: AbortSignal) => Promise<T>,
) {
  const { administration } = useApi();
  return useQuery({ queryKey: keyOf(list), queryFn: ({ signal }) => read(administration, signal) });
}

/** A change of the farm; the list that it is of is read again, and whatever else shows it. */
export function useFarmChange<Input, Answer>(
  list: AdministrationList,
  change: (administration: Administration, input: Input) => Promise<Answer>,
): UseMutationResult<Answer, Error, Input> {
  const { administration } = useApi();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (input: Input) => change(administration, input),
    onSettled: async () => {
      await queryClient.invalidateQueries({ queryKey: keyOf(list) });
      if (list === 'engines' || list === 'argument-types') {
        void queryClient.invalidateQueries({ queryKey: ['engines'] });
      }
    },
  });
}
