import { domainError } from '@renderonline/domain';

/**
 * Tags of machines, and those that tasks ask for, lie in one column: lower case, sorted, separated by commas.
 * So they are compared without regard to case.
 */

const tagsAtMost = 32;
const tagPattern = /^[\p{L}\p{N}][\p{L}\p{N}._:-]{0,29}$/u;

/** The column of some tags. @throws 'value-invalid' */
export function tagsToText(tags: readonly string[]): string {
  const normal = [...new Set(tags.map((tag) => tag.trim().normalize('NFC').toLowerCase()))].sort();
  for (const tag of normal) {
    if (!tagPattern.test(tag)) {
      throw refused(
        `The tag "${tag.slice(0, 40)}" must be 1 to 30 letters, digits, dots, colons, dashes and underscores, and begin with a letter or digit.`,
      );
    }
  }
  if (normal.length > tagsAtMost)
    throw refused(`${normal.length} tags are more than the ${tagsAtMost} allowed.`);
  return normal.join(',');
}

/** The tags of a column. */
export function tagsFromText(text: string): string[] {
  return text === '' ? [] : text.split(',');
}

function refused(message: string): Error {
  return domainError('value-invalid', message, { what: 'tags' });
}
