import { domainError } from '@renderonline/domain';
import type { Database, Executor } from '../database.ts';
import { isMysql } from '../dialects/is-mysql.ts';

/**
 * Runs a change of a user that must leave somebody who administers the farm: when no active admin would be left,
 * and there was one before, nothing is changed.
 *
 * @returns what `change` returned
 * @throws 'last-admin', and whatever `change` throws
 */
export async function keepingAnAdmin<T>(
  database: Database,
  change: (trx: Executor) => Promise<T>,
): Promise<T> {
  return database.transaction(async (trx) => {
    // Locked, so that two admins cannot take each other's role at the same moment.
    const before = await countAdmins(trx);
    const result = await change(trx);
    if (before > 0 && (await countAdmins(trx)) === 0) {
      throw domainError('last-admin', 'Nobody would be left who administers the farm.');
    }
    return result;
  });
}

async function countAdmins(trx: Executor): Promise<number> {
  const query = trx
    .selectFrom('users')
    .select('user_id')
    .where('role', '=', 'admin')
    .where('is_active', '!=', 0);
  return (await (isMysql(trx) ? query.forUpdate() : query).execute()).length;
}
