import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { readUsers, userName } from '../administration/users/read-users.ts';
import { useApi } from '../farm/api-provider.tsx';
import { enginesQuery } from '../farm/engines-query.ts';
import { useIsAdmin } from '../session/session-provider.tsx';

/** What users and engines are called; those that are gone have their numbers alone. */
export interface Names {
  readonly userName: (userId: number) => string;
  readonly engineName: (engineId: number) => string;
}

/** Names of users are known to admins alone, who alone see what others do. */
export function useNames(): Names {
  const api = useApi();
  const isAdmin = useIsAdmin();
  const engines = useQuery(enginesQuery(api));
  const users = useQuery({
    ...{
      queryKey: ['administration', 'users'],
      queryFn: ({ signal }) => readUsers(api.administration, signal),
    },
    enabled: isAdmin,
  });
  return useMemo(() => {
    const people = new Map((users.data ?? []).map((user) => [user.userId, userName(user)]));
    const names = new Map((engines.data ?? []).map(({ engineId, name }) => [engineId, name]));
    return {
      userName: (userId) => people.get(userId) ?? `#${userId}`,
      engineName: (engineId) => names.get(engineId) ?? `#${engineId}`,
    };
  }, [engines.data, users.data]);
}
