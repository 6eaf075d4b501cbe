import { TemplateSubmission } from '@renderonline/contract';
import { findTaskTemplate, type Executor, type TaskTemplate, type User } from '@renderonline/database';
import { domainError } from '@renderonline/domain';
import { Compile } from 'typebox/compile';

const templateSubmission = Compile(TemplateSubmission);

/** A template with what it keeps. */
export type ReadTemplate = TaskTemplate & { readonly submission: TemplateSubmission };

/**
 * A template of the user or a shared one, with its submission, which another version may have written.
 *
 * @throws DomainError 'task-template-not-found', 'task-template-outdated'
 */
export async function readTemplate(
  executor: Executor,
  { userId }: Pick<User, 'userId'>,
  templateId: number,
): Promise<ReadTemplate> {
  const found = await requireTemplate(executor, { userId, templateId });
  const submission: unknown = JSON.parse(found.submission);
  if (templateSubmission.Check(submission)) return { ...found, submission };
  throw domainError(
    'task-template-outdated',
    `The template ${found.name} was saved by another version of RenderOnline and cannot be read by this one.`,
    { templateId },
  );
}

/**
 * A template of the user or a shared one, whatever it keeps.
 *
 * @throws DomainError 'task-template-not-found'
 */
export async function requireTemplate(
  executor: Executor,
  reader: { readonly userId: number; readonly templateId: number },
): Promise<TaskTemplate & { readonly submission: string }> {
  const found = await findTaskTemplate(executor, reader);
  if (found !== undefined) return found;
  const { templateId } = reader;
  throw domainError(
    'task-template-not-found',
    `You have no template with the identifier ${templateId}, and nobody shares one.`,
    { templateId },
  );
}
