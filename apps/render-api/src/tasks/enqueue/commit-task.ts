import { mkdir } from 'node:fs/promises';
import { enqueueTask, type User } from '@renderonline/database';
import { outputDirectoryOf, type ReceivedProject } from '@renderonline/storage';
import type { RequestKey } from '../../idempotency/request-key.ts';
import { reserveSteps, rowOfStep } from './reserved-steps.ts';
import { settlePlaces, type SettleDependencies } from './settle-places.ts';
import type { CheckedSubmission } from './submission-check.ts';

export type CommitDependencies = SettleDependencies;

/**
 * Writes the task of a checked submission whose file is here, with its steps, in one transaction which checks the
 * queue limit again. After a refusal the file is gone.
 *
 * @param of.projectId of the project that the file is the main one of
 * @param of.key of the request
 */
export async function commitTask(
  dependencies: CommitDependencies,
  user: User,
  submission: CheckedSubmission,
  project: ReceivedProject,
  { projectId, key }: { readonly projectId?: number; readonly key?: RequestKey | undefined },
): Promise<{ taskId: number; stepTaskIds: number[] }> {
  const { filePath, fileName, queuedAtMs } = project;
  const outputDirectory = outputDirectoryOf(filePath);
  return settlePlaces(dependencies, [project], async () => {
    await mkdir(outputDirectory, { recursive: true });
    const place = { userId: user.userId, receivedAtMs: queuedAtMs, fileName };
    const steps = await reserveSteps(submission.steps, place);
    return settlePlaces(
      dependencies,
      steps.map((step) => step.place),
      () =>
        enqueueTask(dependencies.database, {
          userId: user.userId,
          queuedAtMs,
          fileName,
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
          steps: steps.map(rowOfStep),
          key: key?.row(),
        }),
    );
  });
}
