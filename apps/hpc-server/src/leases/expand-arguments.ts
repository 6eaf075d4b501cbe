import { basename } from 'node:path';
import type { LinkTask } from '@renderonline/contract/link';
import {
  expandTemplate,
  extensionOf,
  inputDirectoryPlaceholder,
  inputExtensionPlaceholder,
  outputDirectoryPlaceholder,
  parseTemplate,
  templatePlaceholders,
  uploadedFilePlaceholder,
  valuesForFrames,
  type ArgumentTemplate,
  type FrameRange,
} from '@renderonline/domain';
import type { ProjectHold } from '../projects/project-cache.ts';
import { programArguments } from '../renders/render-arguments.ts';
import type { InstalledEngine } from './lease-runner.ts';

/** A task's template is read once, not for each of its leases. */
const templates = new WeakMap<LinkTask, ArgumentTemplate>();

function templateOf(task: LinkTask): ArgumentTemplate {
  const known = templates.get(task);
  if (known) return known;
  const template = parseTemplate(task.template, new Set(task.argumentNames));
  templates.set(task, template);
  return template;
}

interface Expansion {
  readonly task: LinkTask;
  readonly engine: InstalledEngine;
  readonly frames: FrameRange;
  readonly project: Pick<ProjectHold, 'path' | 'folder'>;
  readonly outputDirectory: string;
}

/**
 * The arguments with which an engine's program renders some of a task's frames on this machine.
 *
 * @throws DomainError when the template and the values do not fit.
 */
export function expandArguments({ task, engine, frames, project, outputDirectory }: Expansion): string[] {
  const values = new Map(valuesForFrames(new Map(Object.entries(task.values)), frames))
    .set(uploadedFilePlaceholder, project.path)
    .set(inputDirectoryPlaceholder, project.folder)
    .set(inputExtensionPlaceholder, extensionOf(basename(project.path)))
    .set(outputDirectoryPlaceholder, outputDirectory);
  const { name: engineId, executablePath, leadingArguments } = engine;
  return programArguments(
    { engineId, executablePath, leadingArguments },
    expandTemplate(templateOf(task), values),
  );
}

/** Whether the engine is told where its outputs belong: one that is not owes none. */
export function owesOutputs(task: LinkTask): boolean {
  return templatePlaceholders(templateOf(task)).includes(outputDirectoryPlaceholder);
}
