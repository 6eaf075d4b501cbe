import { endFrameName, startFrameName } from '../tasks/frames-of-task.ts';

/** What every placeholder begins with. */
export const placeholderPrefix = '$RENDERONLINE:';

/** Placeholders that RenderAPI fills in itself: nobody submits values for them. */
export const uploadedFilePlaceholder = '@uploaded_file';
export const outputDirectoryPlaceholder = '@output_directory';
/** The folder of the project: of a single file, where it lies. */
export const inputDirectoryPlaceholder = '@input_directory';
/** The extension of the project's main file with its dot, for names of other files that it has in its folder. */
export const inputExtensionPlaceholder = '@input_extension';
export const specialPlaceholders: readonly string[] = [
  uploadedFilePlaceholder,
  outputDirectoryPlaceholder,
  inputDirectoryPlaceholder,
  inputExtensionPlaceholder,
];

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

/**
 * Whether the template renders the frames that it is told to, so that some of a task's frames can be
 * leased: it must hold both `start_frame` and `end_frame`.
 */
export function templateTakesFrames(template: ArgumentTemplate): boolean {
  const names = templatePlaceholders(template);
  return names.includes(startFrameName) && names.includes(endFrameName);
}

function placeholdersOf(template: ArgumentTemplate) {
  return template.arguments.flat().filter((part) => part.kind === 'placeholder');
}
