import { basename, dirname } from 'node:path';
import {
  expandTemplate,
  extensionOf,
  inputDirectoryPlaceholder,
  inputExtensionPlaceholder,
  outputDirectoryPlaceholder,
  parseTemplate,
  placeholderPrefix,
  templatePlaceholders,
  templateTakesFrames,
  uploadedFilePlaceholder,
  valuesForFrames,
  type ArgumentTemplate,
  type FrameRange,
} from '@renderonline/domain';
import type { LeaseOrder } from '../../machines/machine-transport.ts';
import type { KnownTask } from '../tasks/task-book.ts';

export interface LeaseCommand {
  readonly command: NonNullable<LeaseOrder['command']>;
  /** Must exist before the renderer starts; undefined when the arguments do not name it. */
  readonly outputDirectory: string | undefined;
}

/**
 * The command that renders `frames` of a task: its template expanded anew, with start_frame and end_frame of
 * the lease when it takes them. A row without a template (a 1.x program's, or one from before) keeps the command
 * as it is.
 *
 * @throws DomainError as parseTemplate and expandTemplate do
 */
export function leaseCommand({ task, line, outputDirectory }: KnownTask, frames: FrameRange): LeaseCommand {
  const { argumentTemplate, argumentValues, filePath } = task;
  if (argumentTemplate === null) return { command: { kind: 'line', text: line }, outputDirectory: undefined };
  const submitted = new Map(Object.entries(argumentValues));
  const template = templateOf(argumentTemplate, submitted);
  const values = new Map(templateTakesFrames(template) ? valuesForFrames(submitted, frames) : submitted)
    .set(uploadedFilePlaceholder, filePath)
    .set(inputDirectoryPlaceholder, dirname(filePath))
    .set(inputExtensionPlaceholder, extensionOf(basename(filePath)))
    .set(outputDirectoryPlaceholder, outputDirectory);
  const namesDirectory = templatePlaceholders(template).includes(outputDirectoryPlaceholder);
  return {
    command: { kind: 'arguments', values: expandTemplate(template, values) },
    outputDirectory: namesDirectory ? outputDirectory : undefined,
  };
}

/**
 * The template of a task as it was when the task was submitted.
 *
 * @param submitted the task's arguments
 * @throws DomainError as parseTemplate does
 */
export function templateOf(text: string, submitted: ReadonlyMap<string, string>): ArgumentTemplate {
  return parseTemplate(text, namesIn(text, submitted));
}

/**
 * The names that the template's placeholders had when the task was submitted, whatever has become of the
 * argument types since: one without a value is optional, so that the text itself shows where its name ends.
 */
function namesIn(template: string, submitted: ReadonlyMap<string, string>): ReadonlySet<string> {
  const names = new Set(submitted.keys());
  for (const rest of template.split(placeholderPrefix).slice(1)) {
    const optional = /^([\p{L}\p{N}_.-]+)\?/u.exec(rest)?.[1];
    if (optional !== undefined) names.add(optional);
  }
  return names;
}
