import { domainError } from '@renderonline/domain';
import type { Executor } from '../database.ts';
import { toStoredTime } from '../stored-times.ts';

/**
 * Puts another code in the place of one that nobody has joined with, which is unknown from then on.
 *
 * @param input.codeHash of the code that goes
 * @param input.newCodeHash of the other one, 64 ASCII characters at most
 * @param input.expiresAtMs of the other one, milliseconds since 1970 UTC
 * @throws 'pairing-code-used' when a machine has joined with it, or it is gone
 */
export async function replacePairingCode(
  executor: Executor,
  input: { readonly codeHash: string; readonly newCodeHash: string; readonly expiresAtMs: number },
): Promise<void> {
  const { codeHash, newCodeHash, expiresAtMs } = input;
  const { numUpdatedRows } = await executor
    .updateTable('pairing_codes')
    .set({ code_hash: newCodeHash, expires_at: toStoredTime(expiresAtMs) })
    .where('code_hash', '=', codeHash)
    .where('used_at', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows > 0n) return;
  throw domainError('pairing-code-used', 'A machine has joined already with the code of this request.');
}
