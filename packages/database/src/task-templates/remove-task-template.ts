import type { Executor } from '../database.ts';
import { templateNotFound } from './task-template.ts';

/** @throws 'task-template-not-found' */
export async function removeTaskTemplate(
  executor: Executor,
  { templateId }: { readonly templateId: number },
): Promise<void> {
  const { numDeletedRows } = await executor
    .deleteFrom('task_templates')
    .where('template_id', '=', templateId)
    .executeTakeFirst();
  if (numDeletedRows === 0n) throw templateNotFound(templateId);
}
