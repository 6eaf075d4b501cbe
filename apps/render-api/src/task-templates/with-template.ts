import { mergeSubmission, type OwnValues, type SubmitRequest } from '@renderonline/contract';
import type { Executor, User } from '@renderonline/database';
import { readTemplate } from './read-template.ts';

/**
 * What a request asks for together with the template that it names, as that is now.
 *
 * @throws DomainError 'task-template-not-found', 'task-template-outdated'
 */
export async function withTemplate(
  executor: Executor,
  user: User,
  { templateId, ...own }: SubmitRequest,
): Promise<OwnValues> {
  if (templateId === undefined) return own;
  return mergeSubmission((await readTemplate(executor, user, templateId)).submission, own);
}
