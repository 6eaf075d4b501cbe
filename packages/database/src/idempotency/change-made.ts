import type { Executor } from '../database.ts';

/** Writes down anew what the request with a key has made. */
export async function changeMade(
  trx: Executor,
  { userId, keyHash, made }: { readonly userId: number; readonly keyHash: string; readonly made: object },
): Promise<void> {
  await trx
    .updateTable('idempotency_keys')
    .set({ made: JSON.stringify(made) })
    .where('user_id', '=', userId)
    .where('key_hash', '=', keyHash)
    .execute();
}
