import { explainViolations } from '../broken-constraints.ts';
import type { Executor } from '../database.ts';
import { toStoredTime } from '../stored-times.ts';
import { nameColumns, nameTaken, submissionColumn, templateNotFound } from './task-template.ts';

/**
 * Changes what is given of a template and leaves the rest.
 *
 * @param input.submission takes the place of the one of before
 * @param input.nowMs milliseconds since 1970 UTC
 * @throws 'task-template-not-found', 'already-exists' (the name), 'value-invalid'
 */
export async function updateTaskTemplate(
  executor: Executor,
  input: {
    readonly templateId: number;
    readonly name?: string;
    readonly isShared?: boolean;
    readonly submission?: object;
    readonly nowMs: number;
  },
): Promise<void> {
  const { templateId, name, isShared, submission, nowMs } = input;
  const changes = {
    ...(name === undefined ? {} : nameColumns(name)),
    ...(isShared === undefined ? {} : { is_shared: isShared ? 1 : 0 }),
    ...(submission === undefined ? {} : submissionColumn(submission)),
    updated_at: toStoredTime(nowMs),
  };
  await explainViolations(
    executor.updateTable('task_templates').set(changes).where('template_id', '=', templateId).execute(),
    { unique: () => nameTaken(name ?? '') },
  );
  const row = await executor
    .selectFrom('task_templates')
    .select('template_id')
    .where('template_id', '=', templateId)
    .executeTakeFirst();
  if (row === undefined) throw templateNotFound(templateId);
}
