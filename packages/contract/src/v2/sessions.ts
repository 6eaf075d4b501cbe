import { Type } from '@renderonline/schema';
import type { Static } from 'typebox';
import { nullable } from '../nullable.ts';
import { SubscriptionView } from './administration/subscriptions.ts';
import { UserAccount } from './administration/users.ts';
import { time } from './time.ts';

/** POST /renderapi/v2/session: logs a browser in. */
export const LogInRequest = Type.Object(
  {
    email: Type.String({ minLength: 1, maxLength: 255 }),
    token: Type.String({ minLength: 1, maxLength: 1024 }),
    isRemembered: Type.Optional(
      Type.Boolean({
        description:
          'For 30 days after its last use; else until the browser ends, or 12 hours are over without.',
      }),
    ),
  },
  { additionalProperties: false },
);
export type LogInRequest = Static<typeof LogInRequest>;

/** Who asks, and where: POST and GET /renderapi/v2/session. */
export const Session = Type.Object({
  userId: UserAccount.properties.userId,
  firstName: Type.String(),
  lastName: Type.String(),
  email: Type.String(),
  role: UserAccount.properties.role,
  subscription: SubscriptionView,
  sessionId: nullable(Type.Integer(), 'Of the session in use; null with the headers email and token.'),
  farm: Type.Object({
    name: Type.String({ description: 'What people call it: FarmName of the configuration.' }),
    version: Type.String({ description: 'Of RenderAPI.' }),
  }),
});
export type Session = Static<typeof Session>;

/** One browser that is logged in. */
export const SessionEntry = Type.Object({
  sessionId: Type.Integer(),
  isThis: Type.Boolean({ description: 'Whether it is the one that asks.' }),
  isRemembered: Type.Boolean(),
  createdAt: time('When it began.'),
  lastSeenAt: time('When it was used last, to some minutes.'),
  expiresAt: time('When it ends unless it is used again.'),
  address: Type.String({ description: 'Where it logged in from.' }),
  userAgent: Type.String({ description: 'What the browser said of itself, shortened.' }),
});
export type SessionEntry = Static<typeof SessionEntry>;

/** GET /renderapi/v2/sessions. */
export const SessionList = Type.Object({
  sessions: Type.Array(SessionEntry, { description: 'The one used last first.' }),
});
export type SessionList = Static<typeof SessionList>;

export const SessionPath = Type.Object({ sessionId: Type.Integer({ minimum: 1 }) });
export type SessionPath = Static<typeof SessionPath>;
