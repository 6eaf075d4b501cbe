import type { Executor } from '../database.ts';

/**
 * The size of a content that this user has uploaded.
 *
 * @returns undefined when the user has not, whoever else has
 */
export async function findOwnedContent(
  executor: Executor,
  input: { readonly userId: number; readonly sha256: string },
): Promise<{ readonly size: number } | undefined> {
  const row = await executor
    .selectFrom('content_owners')
    .innerJoin('contents', 'contents.sha256', 'content_owners.sha256')
    .select('contents.size')
    .where('content_owners.user_id', '=', input.userId)
    .where('content_owners.sha256', '=', input.sha256)
    .executeTakeFirst();
  return row && { size: row.size };
}
