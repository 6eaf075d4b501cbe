import type { Executor } from '../database.ts';
import { machineNotFound } from './machine.ts';

/** Longer reasons are cut: they may quote a renderer. */
const reasonChars = 4000;

/**
 * Gives a machine nothing more until somebody releases it.
 *
 * @param input.reason why, for people; null releases it
 * @throws 'machine-not-found'
 */
export async function setQuarantine(
  executor: Executor,
  input: { readonly machineId: number; readonly reason: string | null },
): Promise<void> {
  const { machineId, reason } = input;
  const { numUpdatedRows } = await executor
    .updateTable('machines')
    .set({ quarantine_reason: reason === null ? null : reason.slice(0, reasonChars) })
    .where('machine_id', '=', machineId)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw machineNotFound(machineId);
}
