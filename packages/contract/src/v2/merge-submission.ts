import type { SubmitRequest } from './task-requests.ts';
import type { TemplateSubmission } from './task-templates.ts';

/** What a request says itself, which its template may complete. */
export type OwnValues = Omit<SubmitRequest, 'templateId'>;

/**
 * What a request with a template asks for. Its own arguments and requirements are put over those of the template one by
 * one; of everything else (the engine, steps, tags and all) its own value takes the place of the template's as a whole.
 */
export function mergeSubmission(template: TemplateSubmission, own: OwnValues): OwnValues {
  const requirements = { ...template.requirements, ...own.requirements };
  return {
    ...template,
    ...own,
    arguments: { ...template.arguments, ...own.arguments },
    ...(Object.keys(requirements).length === 0 ? {} : { requirements }),
  };
}
