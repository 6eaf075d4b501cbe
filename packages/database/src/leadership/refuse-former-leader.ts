import { domainError } from '@renderonline/domain';
import type { Executor } from '../database.ts';
import { isMysql } from '../dialects/is-mysql.ts';

/**
 * Holds the leadership as it is until the transaction ends.
 *
 * @throws 'leadership-lost' when it is another generation's
 */
export async function refuseFormerLeader(trx: Executor, generation: number): Promise<void> {
  const leadership = await trx
    .selectFrom('scheduler_leadership')
    .select('generation')
    .where('id', '=', 1)
    .$if(isMysql(trx), (query) => query.forUpdate())
    .executeTakeFirst();
  if (leadership?.generation === generation) return;
  throw domainError('leadership-lost', 'Another RenderAPI on this database schedules now.', { generation });
}
