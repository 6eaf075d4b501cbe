import type { Kysely } from 'kysely';
import { ensureTables } from '../steps/ensure-tables.ts';
import { newTables } from './new-tables.ts';
import { widenedSchedulingTables, widenedSpecificationTables } from './widened-tables.ts';

/**
 * Adds what many machines on one animation need: machines of the link with credentials and pairing codes,
 * requirements of tasks, weights of subscriptions, outputs of frames, causes of failures, findings.
 */
export async function makeFarmTables(db: Kysely<unknown>): Promise<void> {
  await ensureTables(db, [...widenedSpecificationTables, ...widenedSchedulingTables, ...newTables]);
}
