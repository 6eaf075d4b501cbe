import type { Database } from '../database.ts';

/** Notes that a content is not there any more: nobody has it, and no project that needs it is complete. */
export async function forgetContent(database: Database, input: { readonly sha256: string }): Promise<void> {
  const { sha256 } = input;
  await database.transaction(async (trx) => {
    await trx.deleteFrom('content_owners').where('sha256', '=', sha256).execute();
    await trx.deleteFrom('contents').where('sha256', '=', sha256).execute();
    await trx
      .updateTable('projects')
      .set({ is_complete: 0 })
      .where('project_id', 'in', (of) =>
        of.selectFrom('project_files').select('project_files.project_id').where('sha256', '=', sha256),
      )
      .execute();
  });
}
