/** What every placeholder begins with. */
export const placeholderPrefix = '$RENDERONLINE:';

/** Placeholders that RenderAPI fills in itself: nobody submits values for them. */
export const uploadedFilePlaceholder = '@uploaded_file';
export const outputDirectoryPlaceholder = '@output_directory';
export const specialPlaceholders: readonly string[] = [uploadedFilePlaceholder, outputDirectoryPlaceholder];

/** A piece of an argument: text of the template's author, or the place of a value. */
export type TemplatePart =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'placeholder'; readonly name: string; readonly isOptional: boolean };

/** One argument as the program will get it: its parts, without separators or quotes. None for `""`. */
export type TemplateArgument = readonly TemplatePart[];

/** A template that was read: an array from the beginning, so that values are never split. */
export interface ArgumentTemplate {
  readonly arguments: readonly TemplateArgument[];
}

/** The names of the template's placeholders, specials included, each once, in order of appearance. */
export function templatePlaceholders(template: ArgumentTemplate): string[] {
  return [...new Set(placeholdersOf(template).map(({ name }) => name))];
}

/** Those of `templatePlaceholders` without which the template cannot be expanded. */
export function requiredPlaceholders(template: ArgumentTemplate): string[] {
  return [...new Set(placeholdersOf(template).flatMap(({ name, isOptional }) => (isOptional ? [] : [name])))];
}

function placeholdersOf(template: ArgumentTemplate) {
  return template.arguments.flat().filter((part) => part.kind === 'placeholder');
}
