import {
  expandTemplate,
  outputDirectoryPlaceholder,
  parseTemplate,
  templatePlaceholders,
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
 * the lease. A row without a template (a 1.x program's, or one from before) keeps the command as it is.
 *
 * @param argumentNames the argument types that there are: an optional one may have no value
 * @throws DomainError as parseTemplate and expandTemplate do
 */
export function leaseCommand(
  { argumentTemplate, argumentValues, arguments: line, filePath }: WaitingTaskRow['render'],
  frames: FrameRange,
  argumentNames: readonly string[],
): LeaseCommand {
  if (argumentTemplate === null) return { command: { kind: 'line', text: line }, outputDirectory: undefined };
  const submitted = new Map(Object.entries(argumentValues ?? {}));
  const outputDirectory = outputDirectoryOf(filePath);
  const values = new Map(valuesForFrames(submitted, frames))
    .set(uploadedFilePlaceholder, filePath)
    .set(outputDirectoryPlaceholder, outputDirectory);
  const template = parseTemplate(argumentTemplate, new Set([...argumentNames, ...submitted.keys()]));
  const namesDirectory = templatePlaceholders(template).includes(outputDirectoryPlaceholder);
  return {
    command: { kind: 'arguments', values: expandTemplate(template, values) },
    outputDirectory: namesDirectory ? outputDirectory : undefined,
  };
}
