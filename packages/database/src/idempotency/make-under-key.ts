import type { Database, Executor } from '../database.ts';
import { constraintViolation } from '../dialects/constraint-violation.ts';
import { changeMade } from './change-made.ts';
import { refuseUsedKey } from './refuse-used-key.ts';
import type { RequestKey } from './request-key.ts';
import { saveMade } from './save-made.ts';

const tries = 5;

/**
 * Makes something in a transaction together with the key of the request that asked for it. The key comes first: whoever
 * sends the same one meanwhile waits for it, and hears of the key, not of a name that is taken.
 *
 * @param input.key without one it is just made
 * @param make resolves with its identifiers, which are remembered with the key
 * @throws 'idempotency-key-reused', what `make` throws
 */
export async function makeUnderKey<Made extends object>(
  database: Database,
  { userId, key }: { readonly userId: number; readonly key: RequestKey | undefined },
  make: (trx: Executor) => Promise<Made>,
): Promise<Made> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await database.transaction(async (trx) => {
        await refuseUsedKey(trx, { userId, key });
        await saveMade(trx, { userId, key, made: {} });
        const made = await make(trx);
        if (key !== undefined) await changeMade(trx, { userId, keyHash: key.keyHash, made });
        return made;
      });
    } catch (error) {
      // Somebody else has written the key between our look and our insert.
      if (constraintViolation(error) !== 'unique' || attempt === tries) throw error;
    }
  }
}
