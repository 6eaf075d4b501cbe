import type { Executor } from '../database.ts';

/** Which of some contents, 500 at most, are noted, whoever uploaded them. */
export async function knownContents(
  executor: Executor,
  input: { readonly hashes: readonly string[] },
): Promise<Set<string>> {
  if (input.hashes.length === 0) return new Set();
  const rows = await executor
    .selectFrom('contents')
    .select('sha256')
    .where('sha256', 'in', input.hashes)
    .execute();
  return new Set(rows.map(({ sha256 }) => sha256));
}
