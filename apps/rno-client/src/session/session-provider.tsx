import type { Session } from '@renderonline/contract';
import { createContext, use, type ReactNode } from 'react';

/** Who looks, and whose tasks they look at. */
export interface CurrentSession extends Session {
  readonly scope: 'own' | 'all';
  readonly setScope: (scope: 'own' | 'all') => void;
}

const SessionContext = createContext<CurrentSession | undefined>(undefined);

export function SessionProvider({
  value,
  children,
}: {
  readonly value: CurrentSession;
  readonly children: ReactNode;
}) {
  return <SessionContext value={value}>{children}</SessionContext>;
}

/** Who is logged in. */
export function useCurrentSession(): CurrentSession {
  const session = use(SessionContext);
  if (session === undefined) throw new Error('useCurrentSession stands outside of SessionProvider');
  return session;
}

export function useIsAdmin(): boolean {
  return useCurrentSession().role === 'admin';
}
