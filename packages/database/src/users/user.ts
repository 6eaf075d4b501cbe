import type { Selectable } from 'kysely';
import { checkInteger, checkText } from '../checked-values.ts';
import type { Schema } from '../schema.ts';

/** Somebody who may submit tasks. `token` is what the table holds: a hash, or plain text until first used. */
export interface User {
  readonly userId: number;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly subscriptionId: number;
  readonly isActive: boolean;
  readonly token: string;
  /** An admin administers the farm over the API, and sees everybody's tasks there. */
  readonly role: UserRole;
}

export type UserRole = 'user' | 'admin';

export type UserFields = Omit<User, 'userId'>;
/** A new user is no admin unless told otherwise. */
export type NewUser = Omit<UserFields, 'role'> & Partial<Pick<UserFields, 'role'>>;

export const userColumns = [
  'user_id',
  'first_name',
  'last_name',
  'email',
  'subscription_id',
  'is_active',
  'token',
  'role',
] as const;

type UserRow = Pick<Selectable<Schema['users']>, (typeof userColumns)[number]>;

export function userFromRow(row: UserRow): User {
  return {
    userId: row.user_id,
    firstName: row.first_name,
    lastName: row.last_name,
    email: row.email,
    subscriptionId: row.subscription_id,
    isActive: row.is_active !== 0,
    token: row.token,
    // A newer program may know more roles; what none of them is denied is what a user may do.
    role: row.role === 'admin' ? 'admin' : 'user',
  };
}

/** The columns of the given fields, checked. @throws 'value-invalid' */
export function userRowOf(fields: Partial<UserFields>): Partial<UserRow> {
  const { firstName, lastName, email, subscriptionId, isActive, token, role } = fields;
  const max = 255;
  return {
    ...(firstName === undefined ? {} : { first_name: checkText('The first name', firstName, { max }) }),
    ...(lastName === undefined ? {} : { last_name: checkText('The last name', lastName, { max }) }),
    ...(email === undefined ? {} : { email: checkText('The e-mail', email.trim(), { min: 1, max }) }),
    ...(subscriptionId === undefined
      ? {}
      : {
          subscription_id: checkInteger('The subscription', subscriptionId, {
            min: 0,
            max: Number.MAX_SAFE_INTEGER,
          }),
        }),
    ...(isActive === undefined ? {} : { is_active: isActive ? 1 : 0 }),
    ...(token === undefined ? {} : { token: checkText('The token', token, { min: 1, max: 1024 }) }),
    ...(role === undefined ? {} : { role }),
  };
}
