import type { Executor } from '../database.ts';
import { templateColumns, templateFromRow, type TaskTemplate } from './task-template.ts';

/** The templates of a user and those that are shared, by number, after a number when one is given. */
export async function listTaskTemplates(
  executor: Executor,
  {
    userId,
    limit,
    afterTemplateId = 0,
  }: { readonly userId: number; readonly limit: number; readonly afterTemplateId?: number },
): Promise<TaskTemplate[]> {
  const rows = await executor
    .selectFrom('task_templates')
    .select(templateColumns)
    .where((where) => where.or([where('user_id', '=', userId), where('is_shared', '=', 1)]))
    .where('template_id', '>', afterTemplateId)
    .orderBy('template_id')
    .limit(limit)
    .execute();
  return rows.map(templateFromRow);
}
