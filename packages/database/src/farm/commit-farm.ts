import type { Database } from '../database.ts';
import type { FarmBatch, FarmCommit } from './farm-batch.ts';

/**
 * Writes what the scheduler decided and heard, in one transaction. Every write of a lease's holder is fenced
 * by lease id and token, every grant by the state of its task, machine and frames. Committing the same batch
 * again (its answer was lost) writes nothing twice: grants that are there already count as granted.
 *
 * @throws 'leadership-lost' when another RenderAPI leads by now; nothing is written then
 */
export async function commitFarm(_database: Database, batch: FarmBatch): Promise<FarmCommit> {
  throw new Error(`The batch of generation ${batch.generation} cannot be written yet.`);
}
