import {
  expandTemplate,
  outputDirectoryPlaceholder,
  parseTemplate,
  placeholderPrefix,
  templatePlaceholders,
  templateTakesFrames,
  uploadedFilePlaceholder,
  valuesForFrames,
  type FrameRange,
} from '@renderonline/domain';
import type { WaitingTaskRow } from '@renderonline/database';
import { outputDirectoryOf } from '@renderonline/storage';
import type { LeaseOrder } from '../../machines/machine-transport.ts';

export interface LeaseCommand {
  readonly command: LeaseOrder['command'];
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
export function leaseCommand(
  { argumentTemplate, argumentValues, arguments: line, filePath }: WaitingTaskRow['render'],
  frames: FrameRange,
): LeaseCommand {
  if (argumentTemplate === null) return { command: { kind: 'line', text: line }, outputDirectory: undefined };
  const submitted = new Map(Object.entries(argumentValues ?? {}));
  const outputDirectory = outputDirectoryOf(filePath);
  const template = parseTemplate(argumentTemplate, namesIn(argumentTemplate, submitted));
  const values = new Map(templateTakesFrames(template) ? valuesForFrames(submitted, frames) : submitted)
    .set(uploadedFilePlaceholder, filePath)
    .set(outputDirectoryPlaceholder, outputDirectory);
  const namesDirectory = templatePlaceholders(template).includes(outputDirectoryPlaceholder);
  return {
    command: { kind: 'arguments', values: expandTemplate(template, values) },
    outputDirectory: namesDirectory ? outputDirectory : undefined,
  };
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
