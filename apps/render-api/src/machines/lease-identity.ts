import type { AttemptReport } from './machine-transport.ts';

/**
 * A lease's name on the machines: its id and its token, because ids begin anew with a new database and the
 * machine must not take the first lease of one for the first of another.
 */
export function attemptIdOf(lease: { readonly leaseId: number; readonly token: string }): string {
  return `${lease.leaseId}-${lease.token}`;
}

/** The lease that an AttemptId names; 'other' when it was not made by attemptIdOf, null when there is none. */
export function leaseOfAttemptId(attemptId: string | null): AttemptReport['lease'] {
  if (attemptId === null) return null;
  const parts = /^(?<leaseId>\d{1,15})-(?<token>.+)$/s.exec(attemptId)?.groups;
  if (parts?.leaseId === undefined || parts.token === undefined) return 'other';
  return { leaseId: Number(parts.leaseId), token: parts.token };
}
