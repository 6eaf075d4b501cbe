import type { Executor } from '../database.ts';

/**
 * Notes when machines were last heard of, many at once. Machines that are gone are passed over.
 *
 * @param input.machines times in milliseconds since 1970 UTC
 */
export async function setMachineSeen(
  _executor: Executor,
  _input: { readonly machines: readonly { readonly machineId: number; readonly seenAtMs: number }[] },
): Promise<void> {
  throw new Error('Not there yet.');
}
