import type { Executor, User, UserRole } from '@renderonline/database';
import { printJson, printLine } from '../commands/print.ts';
import { withDatabase, type DatabaseOptions } from '../farm-database/with-database.ts';
import { CliError } from '../io/cli-error.ts';
import type { CliIo } from '../io/cli-io.ts';
import { exitCodes, type ExitCode } from '../io/exit-code.ts';
import { findSubscription } from '../subscriptions/subscription-commands.ts';

export interface AddUserOptions extends DatabaseOptions {
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly subscription?: string;
  readonly role: UserRole;
}

/** `user add`: the token is made here, shown once, and only its hash is kept. */
export async function addUserCommand(io: CliIo, options: AddUserOptions): Promise<ExitCode> {
  await requireEmail(options.email);
  const { addUser } = await import('@renderonline/database');
  const { generateToken, hashToken } = await import('@renderonline/render-api');
  const token = generateToken();
  const user = await withDatabase(io, options, async ({ db }) =>
    addUser(db, {
      email: options.email,
      firstName: options.firstName,
      lastName: options.lastName,
      subscriptionId: await chooseSubscription(db, options.subscription),
      isActive: true,
      role: options.role,
      token: await hashToken(token),
    }),
  );
  if (options.json === true) printJson(io, { ...userView(user), token });
  else {
    printLine(io, `Added user ${user.userId}, ${user.email}.`);
    printToken(io, token);
  }
  return exitCodes.ok;
}

/** Says the token and that it will not be said again. */
export function printToken(io: CliIo, token: string): void {
  printLine(io, `Token: ${token}`);
  printLine(io, 'Pass it on safely: it is kept as a hash only and cannot be shown again.');
}

/** A user without the token's hash: what `--json` prints. */
export function userView({ userId, firstName, lastName, email, subscriptionId, isActive, role }: User) {
  return { userId, firstName, lastName, email, subscriptionId, isActive, role };
}

/** @throws CliError when it is none */
export async function requireEmail(email: string): Promise<void> {
  const { isEmail } = await import('@renderonline/domain');
  if (isEmail(email)) return;
  throw new CliError(exitCodes.usage, 'email-invalid', `"${email}" is not an e-mail address.`, {
    next: 'Write it like ada@example.com.',
  });
}

async function chooseSubscription(db: Executor, wanted: string | undefined): Promise<number> {
  const { listSubscriptions } = await import('@renderonline/database');
  const subscriptions = await listSubscriptions(db);
  if (wanted !== undefined) return findSubscription(subscriptions, wanted).subscriptionId;
  const [only, second] = subscriptions;
  if (only !== undefined && second === undefined) return only.subscriptionId;
  throw new CliError(
    exitCodes.usage,
    'subscription-missing',
    only === undefined ? 'There is no subscription yet.' : 'There are several subscriptions: say which.',
    {
      next:
        only === undefined
          ? 'Add one first: renderonline subscription add --name Default --queue-limit 10'
          : `Give --subscription with one of: ${subscriptions.map(({ name }) => name).join(', ')}.`,
    },
  );
}
