import type { User, UserRole } from '@renderonline/database';
import { changesOf, findOne } from '../commands/find-one.ts';
import { printJson, printLine, printList } from '../commands/print.ts';
import { withDatabase, type DatabaseOptions } from '../farm-database/with-database.ts';
import type { CliIo } from '../io/cli-io.ts';
import { exitCodes, type ExitCode } from '../io/exit-code.ts';
import { findSubscription } from '../subscriptions/subscription-commands.ts';
import type { Column } from '../terminal/table.ts';
import { printToken, requireEmail, userView } from './add-user.ts';

export interface SetUserOptions extends DatabaseOptions {
  readonly email?: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly subscription?: string;
  readonly active?: boolean;
  readonly role?: UserRole;
  readonly newToken?: boolean;
}

const columns: readonly Column<ReturnType<typeof userView>>[] = [
  { title: 'ID', value: (row) => String(row.userId), align: 'right' },
  { title: 'E-MAIL', value: (row) => row.email, shrinks: true },
  { title: 'NAME', value: (row) => `${row.firstName} ${row.lastName}`.trim(), shrinks: true },
  { title: 'SUBSCRIPTION', value: (row) => String(row.subscriptionId), align: 'right' },
  { title: 'ROLE', value: (row) => row.role },
  {
    title: 'ACTIVE',
    value: (row) => (row.isActive ? 'yes' : 'no'),
    tone: (row) => (row.isActive ? undefined : 'yellow'),
  },
];

function findUser(rows: readonly User[], wanted: string): User {
  return findOne(rows, wanted, { noun: 'user', id: (row) => row.userId, names: (row) => [row.email] });
}

/** `user list`. */
export async function listUsersCommand(io: CliIo, options: DatabaseOptions): Promise<ExitCode> {
  const { listUsers } = await import('@renderonline/database');
  const users = await withDatabase(io, options, ({ db }) => listUsers(db));
  const empty = 'No users yet. Add one: renderonline user add --email ada@example.com';
  await printList(io, { json: options.json === true, rows: users.map(userView), columns, empty });
  return exitCodes.ok;
}

/** `user set`. */
export async function setUserCommand(io: CliIo, wanted: string, options: SetUserOptions): Promise<ExitCode> {
  const { keepingAnAdmin, listSubscriptions, listUsers, updateUser } = await import('@renderonline/database');
  const { generateToken, hashToken } = await import('@renderonline/render-api');
  if (options.email !== undefined) await requireEmail(options.email);
  const token = options.newToken === true ? generateToken() : undefined;
  const changes = changesOf('user set', {
    email: options.email,
    firstName: options.firstName,
    lastName: options.lastName,
    subscription: options.subscription,
    isActive: options.active,
    role: options.role,
    token,
  });
  const user = await withDatabase(io, options, async (database) => {
    const { db } = database;
    const { userId } = findUser(await listUsers(db), wanted);
    const { subscription, token: plain, ...rest } = changes;
    const fields = {
      ...(rest as Partial<Pick<User, 'email' | 'firstName' | 'lastName' | 'isActive' | 'role'>>),
      ...(subscription === undefined
        ? {}
        : { subscriptionId: findSubscription(await listSubscriptions(db), subscription).subscriptionId }),
      ...(plain === undefined ? {} : { token: await hashToken(plain) }),
    };
    return keepingAnAdmin(database, (trx) => updateUser(trx, { userId, ...fields }));
  });
  if (options.json === true) printJson(io, { ...userView(user), ...(token === undefined ? {} : { token }) });
  else {
    printLine(io, `Changed user ${user.userId}, ${user.email}.`);
    if (token !== undefined) printToken(io, token);
  }
  return exitCodes.ok;
}

/** `user remove`. */
export async function removeUserCommand(
  io: CliIo,
  wanted: string,
  options: DatabaseOptions,
): Promise<ExitCode> {
  const { keepingAnAdmin, listUsers, removeUser } = await import('@renderonline/database');
  const user = await withDatabase(io, options, async (database) => {
    const found = findUser(await listUsers(database.db), wanted);
    await keepingAnAdmin(database, (trx) => removeUser(trx, { userId: found.userId }));
    return found;
  });
  if (options.json === true) printJson(io, userView(user));
  else printLine(io, `Removed user ${user.userId}, ${user.email}.`);
  return exitCodes.ok;
}
