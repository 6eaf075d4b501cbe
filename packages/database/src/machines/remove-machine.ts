import { countOf, explainViolations, stillInUse } from '../broken-constraints.ts';
import type { Executor } from '../database.ts';
import { machineNotFound } from './machine.ts';

/**
 * Removes a machine. Tasks and attempts that it once worked on stay, without it.
 *
 * @throws 'machine-not-found', 'still-in-use' while it renders
 */
export async function removeMachine(
  executor: Executor,
  input: { readonly machineId: number },
): Promise<void> {
  const { machineId } = input;
  const { count } = await executor
    .selectFrom('leases')
    .select((of) => of.fn.countAll<number>().as('count'))
    .where('machine_id', '=', machineId)
    .executeTakeFirstOrThrow();
  const { numDeletedRows } = await explainViolations(
    executor.deleteFrom('machines').where('machine_id', '=', machineId).executeTakeFirst(),
    {
      'foreign-key': () => stillInUse(`The machine ${machineId}`, countOf(count, 'running render')),
    },
  );
  if (numDeletedRows === 0n) throw machineNotFound(machineId);
}
