import type { Api } from '@renderonline/client/browser';
import { queryOptions } from '@tanstack/react-query';

/** The engines there are. They change seldom. */
export function enginesQuery(api: Pick<Api, 'engines'>) {
  return queryOptions({
    queryKey: ['engines'],
    queryFn: async ({ signal }) => (await api.engines({ signal })).engines,
    staleTime: 60_000,
  });
}
