import { sql } from 'kysely';
import type { Database } from '../database.ts';

/** Bytes that a project needs and its user has not uploaded. */
export interface MissingContent {
  readonly sha256: string;
  readonly size: number;
}

/**
 * Finds out what a project lacks, each content once and by its hash, and notes whether that is nothing. A content
 * whose size is not the manifest's is lacking too: no upload will ever be both.
 *
 * @returns nothing for a project that is not there
 */
export async function completeProject(
  database: Database,
  input: { readonly projectId: number },
): Promise<MissingContent[]> {
  const { projectId } = input;
  return database.transaction(async (trx) => {
    const { rows } = await sql<MissingContent>`
      select f.sha256, max(f.size) as size from projects p
      join project_files f on f.project_id = p.project_id
      left join content_owners o on o.user_id = p.user_id and o.sha256 = f.sha256
      left join contents c on c.sha256 = o.sha256 and c.size = f.size
      where p.project_id = ${projectId} and c.sha256 is null
      group by f.sha256 order by f.sha256`.execute(trx);
    const isComplete = rows.length === 0 ? 1 : 0;
    await trx
      .updateTable('projects')
      .set({ is_complete: isComplete })
      .where('project_id', '=', projectId)
      .where('is_complete', '!=', isComplete)
      .execute();
    return rows.map(({ sha256, size }) => ({ sha256, size }));
  });
}
