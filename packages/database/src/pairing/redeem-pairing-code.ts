import type { Database, Executor } from '../database.ts';
import { addMachine } from '../machines/add-machine.ts';
import { fromRequiredStoredTime, toStoredTime } from '../stored-times.ts';

export interface RedeemPairingCodeInput {
  readonly codeHash: string;
  /** Milliseconds since 1970 UTC. */
  readonly nowMs: number;
  /** What the machine says of itself; its name gives way to the one that the code was made with. */
  readonly machine: {
    readonly name: string;
    /** Where it called from. */
    readonly ipAddress: string;
    readonly fingerprint: unknown;
    readonly slots?: number;
  };
  /** Of the secret that the machine gets. */
  readonly secretHash: string;
}

export type RedeemPairingCodeResult =
  { readonly machineId: number; readonly name: string } | 'code-unknown' | 'code-used' | 'code-expired';

/**
 * Turns a pairing code into a machine of the link with a credential of its own. Of several who bring one code
 * at once, one gets the machine.
 *
 * @throws 'value-invalid'
 */
export async function redeemPairingCode(
  database: Database,
  input: RedeemPairingCodeInput,
): Promise<RedeemPairingCodeResult> {
  const { codeHash, nowMs, machine, secretHash } = input;
  return database.transaction(async (trx) => {
    const used = await trx
      .updateTable('pairing_codes')
      .set({ used_at: toStoredTime(nowMs) })
      .where('code_hash', '=', codeHash)
      .where('used_at', 'is', null)
      .where('expires_at', '>', toStoredTime(nowMs))
      .executeTakeFirst();
    const code = await findCode(trx, codeHash);
    if (code === undefined) return 'code-unknown';
    if (used.numUpdatedRows === 0n) {
      const isExpired = code.used_at === null && fromRequiredStoredTime(code.expires_at) <= nowMs;
      return isExpired ? 'code-expired' : 'code-used';
    }
    const { machineId, name } = await addMachine(trx, {
      ...machine,
      name: code.machine_name ?? machine.name,
      port: 0,
      transport: 'link',
      createdAtMs: nowMs,
    });
    await trx
      .insertInto('machine_credentials')
      .values({
        machine_id: machineId,
        secret_hash: secretHash,
        created_at: toStoredTime(nowMs),
        revoked_at: null,
      })
      .execute();
    return { machineId, name };
  });
}

async function findCode(trx: Executor, codeHash: string) {
  return trx
    .selectFrom('pairing_codes')
    .select(['used_at', 'expires_at', 'machine_name'])
    .where('code_hash', '=', codeHash)
    .executeTakeFirst();
}
