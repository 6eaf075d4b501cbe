import { mkdir } from 'node:fs/promises';
import { enqueueTask, isFileReferenced, type Database, type User } from '@renderonline/database';
import { isDomainError } from '@renderonline/domain';
import type { Logger } from '@renderonline/runtime';
import { outputDirectoryOf, type ReceivedProject } from '@renderonline/storage';
import type { CheckedSubmission } from './submission-check.ts';

export interface CommitDependencies {
  readonly database: Database;
  readonly log: Logger;
}

/**
 * Writes the task of a checked submission whose file is here, in one transaction which checks the queue limit
 * again. After a refusal the file is gone.
 *
 * @param projectId of the project that the file is the main one of
 */
export async function commitTask(
  { database, log }: CommitDependencies,
  user: User,
  submission: CheckedSubmission,
  project: ReceivedProject,
  projectId?: number,
): Promise<{ taskId: number }> {
  const { filePath } = project;
  const outputDirectory = outputDirectoryOf(filePath);
  let taskId: number;
  try {
    await mkdir(outputDirectory, { recursive: true });
    ({ taskId } = await enqueueTask(database, {
      userId: user.userId,
      queuedAtMs: project.queuedAtMs,
      fileName: project.fileName,
      filePath,
      fileSize: project.fileSize,
      fileSha256: project.sha256,
      arguments: submission.commandFor({ filePath, outputDirectory }),
      argumentTemplate: submission.engine.renderArgument,
      argumentValues: Object.fromEntries(submission.values),
      engineId: submission.engine.engineId,
      frames: submission.frames,
      ...(projectId === undefined ? {} : { projectId }),
      ...submission.wishes,
    }));
  } catch (error) {
    await discardUnlessKept(database, project, error);
    throw error;
  }
  // The task is committed: from here on nothing may make it look refused. What a failure leaves behind, the
  // marker of an upload under way, is swept at the next start.
  await project.accept().catch((error: unknown) => {
    log.warn({ err: error, taskId }, 'the marker of an upload could not be removed');
  });
  return { taskId };
}

// A connection lost during the commit leaves open whether there is a task now: then the row decides.
async function discardUnlessKept(
  database: Database,
  project: ReceivedProject,
  error: unknown,
): Promise<void> {
  const isRefusal = isDomainError(error) && error.kind !== 'unavailable' && error.kind !== 'internal';
  if (!isRefusal && (await mayBeReferenced(database, project.filePath))) return;
  await project.discard();
}

async function mayBeReferenced(database: Database, filePath: string): Promise<boolean> {
  try {
    return await isFileReferenced(database.db, { filePath });
  } catch {
    return true; // the sweep of the next start knows
  }
}
