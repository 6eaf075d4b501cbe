import type { Database, Executor } from '../database.ts';
import { isMysql } from '../dialects/is-mysql.ts';
import { toStoredTime } from '../stored-times.ts';

/** Contents that no project has and that nobody has uploaded or used since a time; the oldest first. */
export async function listUnusedContents(
  executor: Executor,
  input: { readonly unusedSinceMs: number; readonly limit: number },
): Promise<{ readonly sha256: string; readonly size: number }[]> {
  return executor
    .selectFrom('contents')
    .select(['contents.sha256', 'contents.size'])
    .where('contents.last_used_at', '<', toStoredTime(input.unusedSinceMs))
    .where((of) =>
      of.not(
        of.exists(
          of
            .selectFrom('project_files')
            .select('project_files.project_id')
            .whereRef('project_files.sha256', '=', 'contents.sha256'),
        ),
      ),
    )
    .orderBy('contents.last_used_at')
    .limit(input.limit)
    .execute();
}

/**
 * Forgets a content that is still as listUnusedContents found it.
 *
 * @returns whether it was; its bytes may be removed then
 */
export async function forgetUnusedContent(
  database: Database,
  input: { readonly sha256: string; readonly unusedSinceMs: number },
): Promise<boolean> {
  const { sha256, unusedSinceMs } = input;
  return database.transaction(async (trx) => {
    const row = await trx
      .selectFrom('contents')
      .select('last_used_at')
      .where('sha256', '=', sha256)
      .$if(isMysql(trx), (query) => query.forUpdate())
      .executeTakeFirst();
    if (row === undefined || row.last_used_at >= toStoredTime(unusedSinceMs)) return false;
    const user = await trx
      .selectFrom('project_files')
      .select('project_id')
      .where('sha256', '=', sha256)
      .limit(1)
      .executeTakeFirst();
    if (user !== undefined) return false;
    await trx.deleteFrom('contents').where('sha256', '=', sha256).execute();
    return true;
  });
}
