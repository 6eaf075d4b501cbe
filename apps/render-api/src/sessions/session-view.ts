import type { Session, SessionEntry } from '@renderonline/contract';
import { listSubscriptions, type Database, type User, type WebSession } from '@renderonline/database';
import { subscriptionView } from '../administration/subscription-routes.ts';
import { timeText } from '../tasks/time-text.ts';
import { version } from '../version.ts';

export interface SessionViewDependencies {
  readonly database: Database;
  readonly farmName: string;
}

/** Who a user is, as they are told. */
export async function viewSession(
  { database, farmName }: SessionViewDependencies,
  user: User,
  session: WebSession | undefined,
): Promise<Session> {
  const { userId, firstName, lastName, email, role, subscriptionId } = user;
  const subscription = (await listSubscriptions(database.db)).find(
    (one) => one.subscriptionId === subscriptionId,
  );
  if (subscription === undefined) throw new Error(`The subscription of user ${userId} is gone`);
  return {
    ...{ userId, firstName, lastName, email, role },
    subscription: subscriptionView(subscription),
    sessionId: session?.sessionId ?? null,
    farm: { name: farmName, version },
  };
}

const shownCharacters = 120;

/** A line of the list of a user's sessions. */
export function viewSessionEntry(session: WebSession, current: WebSession | undefined): SessionEntry {
  const { sessionId, isRemembered, address, userAgent } = session;
  return {
    ...{ sessionId, isRemembered, address },
    isThis: sessionId === current?.sessionId,
    createdAt: timeText(session.createdAtMs),
    lastSeenAt: timeText(session.lastSeenAtMs),
    expiresAt: timeText(session.expiresAtMs),
    userAgent: userAgent.slice(0, shownCharacters),
  };
}
