import type { Executor } from '../database.ts';
import { templateColumns, templateFromRow, type TaskTemplate, type TemplateReader } from './task-template.ts';

/** A template of the user, or one that somebody shares, with its submission as JSON. */
export async function findTaskTemplate(
  executor: Executor,
  { templateId, userId }: TemplateReader,
): Promise<(TaskTemplate & { readonly submission: string }) | undefined> {
  const row = await executor
    .selectFrom('task_templates')
    .select([...templateColumns, 'submission'])
    .where('template_id', '=', templateId)
    .where((where) => where.or([where('user_id', '=', userId), where('is_shared', '=', 1)]))
    .executeTakeFirst();
  return row && { ...templateFromRow(row), submission: row.submission };
}
