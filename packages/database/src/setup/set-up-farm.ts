import { domainError, type ArgumentType } from '@renderonline/domain';
import { addArgumentType } from '../argument-types/add-argument-type.ts';
import { listArgumentTypes } from '../argument-types/list-argument-types.ts';
import type { Database, Executor } from '../database.ts';
import { isMysql } from '../dialects/is-mysql.ts';
import { addEngine } from '../engines/add-engine.ts';
import type { Engine } from '../engines/engine.ts';
import { listEngines } from '../engines/list-engines.ts';
import { addSubscription } from '../subscriptions/add-subscription.ts';
import { listSubscriptions } from '../subscriptions/list-subscriptions.ts';
import { addUser } from '../users/add-user.ts';
import type { User } from '../users/user.ts';
import { hasUsers } from './has-users.ts';

export interface SetUpFarmInput {
  /** The token is stored as it is given: hash it first. */
  readonly admin: Pick<User, 'firstName' | 'lastName' | 'email' | 'token'>;
  /** Made when there is none; else the admin gets the first one. */
  readonly subscription: { readonly name: string; readonly queueLimit: number };
  /** Added unless there is one of the name. */
  readonly engines: readonly Omit<Engine, 'engineId'>[];
  /** Added unless they are there, whatever they are. */
  readonly argumentTypes: readonly ArgumentType[];
}

/**
 * Adds the first user, who is an admin, and what a farm needs besides. Of several at once one does so.
 *
 * @throws 'setup-done' when there is a user; 'value-invalid'
 */
export async function setUpFarm(database: Database, input: SetUpFarmInput): Promise<User> {
  const { admin, subscription, engines, argumentTypes } = input;
  return database.transaction(async (trx) => {
    await lockOneRow(trx);
    if (await hasUsers(trx)) throw domainError('setup-done', 'This farm has users already.');
    const [first = await addSubscription(trx, subscription)] = await listSubscriptions(trx);
    const thereTypes = new Set((await listArgumentTypes(trx)).map(({ argtypeId }) => argtypeId));
    for (const type of argumentTypes) if (!thereTypes.has(type.argtypeId)) await addArgumentType(trx, type);
    const thereEngines = new Set((await listEngines(trx)).map(({ name }) => name.toLowerCase()));
    for (const engine of engines)
      if (!thereEngines.has(engine.name.toLowerCase())) await addEngine(trx, engine);
    const { subscriptionId } = first;
    return addUser(trx, { ...admin, subscriptionId, isActive: true, role: 'admin' });
  });
}

/** An empty table has no row to lock; this one always has one. On SQLite a transaction has the write lock anyway. */
async function lockOneRow(trx: Executor): Promise<void> {
  if (!isMysql(trx)) return;
  await trx.selectFrom('scheduler_leadership').select('id').where('id', '=', 1).forUpdate().execute();
}
