import { bulkInsert } from '../bulk/bulk-statements.ts';
import type { Database, Executor } from '../database.ts';
import { constraintViolation } from '../dialects/constraint-violation.ts';
import { toStoredTime } from '../stored-times.ts';

/** A content that is in the store, and who uploaded it. */
export interface OwnedContent {
  readonly userId: number;
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
}

const columns = { sha256: 'varchar(64)', number: 'bigint' } as const;
const tries = 5;
/** Parameters of one statement. */
const perQuery = 500;

/**
 * Notes that users have uploaded contents; those that are noted already are used now. Many at once cost one
 * transaction.
 *
 * @param input.nowMs milliseconds since 1970 UTC
 */
export async function keepContents(
  database: Database,
  input: { readonly contents: readonly OwnedContent[]; readonly nowMs: number },
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await database.transaction((trx) => keep(trx, input.contents, toStoredTime(input.nowMs)));
      return;
    } catch (error) {
      // Another RenderAPI has noted one of them between our look and our insert.
      if (constraintViolation(error) !== 'unique' || attempt === tries) throw error;
    }
  }
}

async function keep(trx: Executor, contents: readonly OwnedContent[], now: string): Promise<void> {
  const sizes = new Map(contents.map(({ sha256, size }) => [sha256, size]));
  const owners = new Map(contents.map((content) => [keyOf(content), content]));
  const hashes = [...sizes.keys()].sort();
  for (let at = 0; at < hashes.length; at += perQuery) {
    const some = hashes.slice(at, at + perQuery);
    for (const { sha256 } of await usedNow(trx, some, now)) sizes.delete(sha256);
    const known = await trx
      .selectFrom('content_owners')
      .select(['user_id', 'sha256'])
      .where('sha256', 'in', some)
      .execute();
    for (const row of known) owners.delete(keyOf({ userId: row.user_id, sha256: row.sha256 }));
  }
  await bulkInsert(trx, {
    into: 'contents',
    columns,
    rows: [...sizes],
    values: {
      sha256: 'r.sha256',
      size: 'r.number',
      created_at: `'${now}'`,
      last_used_at: `'${now}'`,
    },
  });
  await bulkInsert(trx, {
    into: 'content_owners',
    columns,
    rows: [...owners.values()].map(({ sha256, userId }) => [sha256, userId]),
    values: { user_id: 'r.number', sha256: 'r.sha256' },
  });
}

async function usedNow(
  trx: Executor,
  hashes: readonly string[],
  now: string,
): Promise<readonly { sha256: string }[]> {
  const known = await trx.selectFrom('contents').select('sha256').where('sha256', 'in', hashes).execute();
  const [first] = known;
  if (first !== undefined) {
    await trx
      .updateTable('contents')
      .set({ last_used_at: now })
      .where(
        'sha256',
        'in',
        known.map(({ sha256 }) => sha256),
      )
      .execute();
  }
  return known;
}

function keyOf({ userId, sha256 }: Pick<OwnedContent, 'userId' | 'sha256'>): string {
  return `${userId} ${sha256}`;
}
