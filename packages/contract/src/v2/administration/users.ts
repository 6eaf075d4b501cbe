import { emailPattern } from '@renderonline/domain';
import { Type } from '@renderonline/schema';
import type { Static } from 'typebox';
import { nullable } from '../../nullable.ts';

const email = Type.String({
  maxLength: 255,
  pattern: emailPattern,
  description: 'The name to sign in with.',
});
const name = Type.String({ maxLength: 255 });
const role = Type.Union([Type.Literal('user'), Type.Literal('admin')], {
  description: 'admin: administers the farm over the API.',
});
const subscriptionId = Type.Integer({ minimum: 1 });

export const UserPath = Type.Object({ userId: Type.Integer({ minimum: 1 }) });
export type UserPath = Static<typeof UserPath>;

/** Somebody who may use the farm, as admins see them. */
export const UserAccount = Type.Object({
  userId: Type.Integer(),
  firstName: Type.String(),
  lastName: Type.String(),
  email: Type.String(),
  subscriptionId: Type.Integer(),
  isActive: Type.Boolean({ description: 'Whether the user may sign in.' }),
  role,
});
export type UserAccount = Static<typeof UserAccount>;

/** Query of GET /renderapi/v2/admin/users. */
export const UserListQuery = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  after: Type.Optional(
    Type.Integer({
      minimum: 0,
      description: 'Only users with a larger number: `nextAfter` of the page before.',
    }),
  ),
});
export type UserListQuery = Static<typeof UserListQuery>;

export const UserList = Type.Object({
  users: Type.Array(UserAccount, { description: 'By number.' }),
  nextAfter: nullable(Type.Integer(), 'Pass as `after` for the next page; null when this is the last.'),
});
export type UserList = Static<typeof UserList>;

/** POST /renderapi/v2/admin/users. */
export const AddUserRequest = Type.Object(
  {
    email,
    firstName: Type.Optional(name),
    lastName: Type.Optional(name),
    subscriptionId,
    role: Type.Optional(role),
  },
  { additionalProperties: false },
);
export type AddUserRequest = Static<typeof AddUserRequest>;

export const UserAdded = Type.Object({
  ...UserAccount.properties,
  token: Type.String({ description: 'Kept as a hash only: it is shown this one time.' }),
});
export type UserAdded = Static<typeof UserAdded>;

/** PATCH /renderapi/v2/admin/users/{userId}: what is left out stays. */
export const ChangeUserRequest = Type.Object(
  {
    email: Type.Optional(email),
    firstName: Type.Optional(name),
    lastName: Type.Optional(name),
    subscriptionId: Type.Optional(subscriptionId),
    role: Type.Optional(role),
    isActive: Type.Optional(Type.Boolean()),
    newToken: Type.Optional(
      Type.Literal(true, { description: 'Make a new token; the old one stops working.' }),
    ),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type ChangeUserRequest = Static<typeof ChangeUserRequest>;

export const UserChanged = Type.Object({
  ...UserAccount.properties,
  token: nullable(Type.String(), 'The new one where one was asked for: it is shown this one time.'),
});
export type UserChanged = Static<typeof UserChanged>;
