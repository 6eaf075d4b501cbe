import { ApiError, type Api } from '@renderonline/client/browser';
import type { LogInRequest, Session, SetUpRequest } from '@renderonline/contract';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useApi } from '../farm/api-provider.tsx';
import { useDeletions } from '../tasks/deletions/deletions-provider.tsx';

const sessionKey = ['session'];

/** Who is logged in; null for nobody. */
export const sessionQuery = (api: Api) =>
  queryOptions<Session | null>({
    queryKey: sessionKey,
    queryFn: async ({ signal }) => {
      try {
        return await api.sessions.current({ signal });
      } catch (error) {
        if (error instanceof ApiError && error.status === 401) return null;
        throw error;
      }
    },
    staleTime: Infinity,
    retry: true,
    retryDelay: 1000,
  });

/** Who is logged in; null for nobody. */
export function useSession() {
  return useQuery(sessionQuery(useApi()));
}

/** Whether the farm has nobody yet. */
export function useSetup(isAsked: boolean) {
  const api = useApi();
  return useQuery({
    queryKey: ['setup'],
    queryFn: ({ signal }) => api.sessions.setupState({ signal }),
    enabled: isAsked,
    staleTime: Infinity,
  });
}

export function useLogIn() {
  const api = useApi();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (request: LogInRequest) => api.sessions.logIn(request),
    onSuccess: (session) => queryClient.setQueryData(sessionKey, session),
  });
}

/** Makes the farm's first user. Who is logged in is told apart, so that the token can be read first. */
export function useSetUp() {
  const api = useApi();
  return useMutation({ mutationFn: (request: SetUpRequest) => api.sessions.setUp(request) });
}

/** Asks anew who is logged in: after the session has ended elsewhere, or has begun. */
export function useAskAgain(): () => Promise<void> {
  const queryClient = useQueryClient();
  return () => queryClient.resetQueries();
}

export function useLogOut() {
  const api = useApi();
  const askAgain = useAskAgain();
  const deletions = useDeletions();
  return useMutation({
    mutationFn: async () => {
      await deletions.leave();
      await api.sessions.logOut();
    },
    onSettled: askAgain,
  });
}
