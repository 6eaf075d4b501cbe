import { checkText } from '../checked-values.ts';
import type { Executor } from '../database.ts';
import { toStoredTime } from '../stored-times.ts';

/** Whoever comes with a code this long after its end hears that it is unknown, and no more that it expired. */
const keptAfterExpiryMs = 24 * 60 * 60 * 1000;

/**
 * Adds a code that one machine may join with, once, and removes codes that ended long ago.
 *
 * @param input.codeHash of the code, 64 ASCII characters at most; the code itself is never stored
 * @param input.expiresAtMs milliseconds since 1970 UTC, as is `nowMs`
 * @param input.machineName what the machine will be called; null lets it say
 */
export async function createPairingCode(
  executor: Executor,
  input: {
    readonly codeHash: string;
    readonly nowMs: number;
    readonly expiresAtMs: number;
    readonly machineName: string | null;
  },
): Promise<void> {
  const { codeHash, nowMs, expiresAtMs, machineName } = input;
  await executor
    .deleteFrom('pairing_codes')
    .where('expires_at', '<', toStoredTime(nowMs - keptAfterExpiryMs))
    .execute();
  await executor
    .insertInto('pairing_codes')
    .values({
      code_hash: codeHash,
      created_at: toStoredTime(nowMs),
      expires_at: toStoredTime(expiresAtMs),
      used_at: null,
      machine_name: machineName === null ? null : checkText('The name', machineName, { min: 1, max: 255 }),
    })
    .execute();
}
