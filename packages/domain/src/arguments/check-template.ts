import { isDomainError } from '../errors/domain-error.ts';
import { parseTemplate } from './parse-template.ts';

/**
 * Reads a template that is to be stored. A placeholder without an argument type is no fault yet: the type may be
 * added afterwards.
 *
 * @param knownNames every argument type's
 * @returns what has to be added before the template can be used; undefined when nothing has
 * @throws DomainError 'template-invalid'
 */
export function checkTemplate(template: string, knownNames: ReadonlySet<string>): string | undefined {
  try {
    parseTemplate(template, knownNames);
    return undefined;
  } catch (error) {
    if (!isDomainError(error, 'placeholder-without-value')) throw error;
    return error.message;
  }
}
