import type { Database } from '../database.ts';
import { isMysql } from '../dialects/is-mysql.ts';

/**
 * Deletes a project that no task is made of.
 *
 * @returns whether it was deleted: not when it is gone, or a task was submitted with it meanwhile
 */
export async function deleteUnusedProject(
  database: Database,
  input: { readonly projectId: number },
): Promise<boolean> {
  const { projectId } = input;
  return database.transaction(async (trx) => {
    const row = await trx
      .selectFrom('projects')
      .select('project_id')
      .where('project_id', '=', projectId)
      .$if(isMysql(trx), (query) => query.forUpdate())
      .executeTakeFirst();
    if (row === undefined) return false;
    const render = await trx
      .selectFrom('renders')
      .select('render_id')
      .where('project_id', '=', projectId)
      .limit(1)
      .executeTakeFirst();
    if (render !== undefined) return false;
    await trx.deleteFrom('projects').where('project_id', '=', projectId).execute();
    return true;
  });
}
