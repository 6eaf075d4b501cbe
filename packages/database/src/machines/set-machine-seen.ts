import { bulkUpdate } from '../bulk/bulk-statements.ts';
import type { Executor } from '../database.ts';
import { toStoredTime } from '../stored-times.ts';

/**
 * Notes when machines were last heard of, many at once. Machines that are gone are passed over.
 *
 * @param input.machines times in milliseconds since 1970 UTC
 */
export async function setMachineSeen(
  executor: Executor,
  input: { readonly machines: readonly { readonly machineId: number; readonly seenAtMs: number }[] },
): Promise<void> {
  const machines = [...input.machines].sort((a, b) => a.machineId - b.machineId);
  await bulkUpdate(executor, {
    table: 'machines',
    columns: { id: 'bigint', seen: 'varchar(23)' },
    rows: machines.map(({ machineId, seenAtMs }) => [machineId, toStoredTime(seenAtMs)]),
    set: { last_seen_at: 'r.seen' },
    where: 'machines.machine_id = r.id',
  });
}
