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

/** Sends a file of a step's project from the output folder of the task whose frame it is. */
export async function sendStepFile(
  { nowMs }: StepFilesDependencies,
  project: StepProject,
  { request, reply, sha256 }: { request: FastifyRequest; reply: FastifyReply; sha256: string },
): Promise<FastifyReply> {
  const file = project.fileOf(sha256);
  if (file === undefined) throw domainError('content-not-found', 'The task has no such file.', { sha256 });
  const { inputFilePath: filePath, inputEndedAtMs } = project;
  const open = (part: { readonly start?: number; readonly end?: number } = {}) =>
    openOutput({ filePath, path: file.name, ...part });
  const whole = await open().catch((error: unknown) => {
    const isOnItsWay = inputEndedAtMs === null || nowMs() - inputEndedAtMs < publishedWithinMs;
    throw isOnItsWay && isDomainError(error, 'output-not-found') ? notYet() : error;
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
