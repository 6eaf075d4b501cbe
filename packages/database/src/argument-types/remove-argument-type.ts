import { v1Refusals } from '@renderonline/domain';
import type { Executor } from '../database.ts';

/**
 * Removes an argument type. A template that still names it refuses submissions from then on, and names it.
 *
 * @throws 'argument-type-unknown'
 */
export async function removeArgumentType(
  executor: Executor,
  input: { readonly argtypeId: string },
): Promise<void> {
  const { numDeletedRows } = await executor
    .deleteFrom('argtypes')
    .where('argtype_id', '=', input.argtypeId)
    .executeTakeFirst();
  if (numDeletedRows === 0n) throw v1Refusals.argumentTypeUnknown(input.argtypeId);
}
