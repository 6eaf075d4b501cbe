import type { TaskDetails } from '@renderonline/database';
import { domainError, isDomainError } from '@renderonline/domain';
import { openOutput } from '@renderonline/storage';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendFile } from '../../http/send-file.ts';
import type { StepProject, StepProjects } from './step-projects.ts';

export interface StepFilesDependencies {
  readonly steps: StepProjects;
  /** Milliseconds since 1970. */
  readonly nowMs: () => number;
}

/** A frame that was accepted is in its place a moment later; after so long something has taken it away. */
const publishedWithinMs = 60_000;

/** The project of a task that is a step; undefined for one that has its own. @throws as `StepProjects` */
export async function stepProjectOf(
  { steps }: StepFilesDependencies,
  { task }: TaskDetails,
): Promise<StepProject | undefined> {
  const { inputTaskId: taskId, inputFrames: frames } = task;
  return taskId === null ? undefined : steps.of({ taskId, frames });
}

/**
 * Sends a file of a step's project from the output folder of the task whose frame it is.
 *
 * @throws DomainError 'step-input-missing' when that task's frames were asked for again, or removed, since the step began;
 *   'too-busy' while a frame is on its way to its place
 */
export async function sendStepFile(
  { nowMs }: StepFilesDependencies,
  project: StepProject,
  { request, reply, sha256 }: { request: FastifyRequest; reply: FastifyReply; sha256: string },
): Promise<FastifyReply> {
  const file = project.fileOf(sha256);
  const { inputTaskId, inputFilePath: filePath, inputEndedAtMs } = project;
  // The machine has a list of files that holds no longer.
  if (file === undefined) throw hasOthers(inputTaskId);
  const open = (part: { readonly start?: number; readonly end?: number } = {}) =>
    openOutput({ filePath, path: file.name, ...part });
  const whole = await open().catch((error: unknown) => {
    const isOnItsWay = inputEndedAtMs === null || nowMs() - inputEndedAtMs < publishedWithinMs;
    if (!isDomainError(error, 'output-not-found')) throw error;
    throw isOnItsWay ? notYet() : hasOthers(inputTaskId);
  });
  return sendFile(request, reply, {
    name: file.path,
    size: whole.size,
    modifiedAtMs: whole.modifiedAtMs,
    etag: `"${sha256}"`,
    whole: whole.stream,
    openPart: async (range) => (await open(range)).stream,
  });
}

function notYet(): Error {
  return domainError('too-busy', 'The frame is on its way to its place; ask again in a moment.');
}

/** What the step's attempt fails with, word for word. */
function hasOthers(taskId: number): Error {
  return domainError(
    'step-input-missing',
    `Task ${taskId}, whose frames it takes, does not have them as they were any more: they are rendered again, or were removed`,
    { taskId },
  );
}
