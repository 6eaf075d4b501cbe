import { basename, resolve } from 'node:path';
import type { SubmitProjectRequest } from '@renderonline/contract';
import {
  completeProject,
  findProject,
  findProjectFile,
  forgetContent,
  type Project,
  type User,
} from '@renderonline/database';
import { domainError, isDomainError } from '@renderonline/domain';
import { placeProject, type ContentStore, type ReceivedProject } from '@renderonline/storage';
import type { RequestKey } from '../../idempotency/request-key.ts';
import type { UploadSettings } from '../../settings/render-api-settings.ts';
import { commitTask, type CommitDependencies } from './commit-task.ts';
import { checkSubmission, type CheckDependencies } from './submission-check.ts';
import { submissionOf } from './submission-request.ts';
import { withTemplate } from '../../task-templates/with-template.ts';

export type SubmitProjectDependencies = CheckDependencies &
  CommitDependencies & {
    readonly contents: ContentStore;
    readonly upload: UploadSettings;
    readonly nowMs: () => number;
  };

/**
 * Makes a task of a complete project. Its main file is checked as an uploaded one would be, before anything is
 * placed, and lies in the task's folder afterwards.
 *
 * @throws DomainError 'project-not-found', those of withTemplate, the refusals of checkSubmission, 'project-incomplete', 'disk-full',
 *   'idempotency-key-reused'
 */
export async function submitProject(
  dependencies: SubmitProjectDependencies,
  user: User,
  { projectId, ...request }: SubmitProjectRequest,
  key?: RequestKey,
): Promise<{ taskId: number; stepTaskIds: number[] }> {
  const { database } = dependencies;
  await key?.asksFor(JSON.stringify({ projectId, ...request }));
  const project = await findProject(database.db, { projectId, userId: user.userId });
  if (project === undefined) {
    throw domainError('project-not-found', `You have no project with the identifier ${projectId}.`, {
      projectId,
    });
  }
  const checked = await checkSubmission(
    dependencies,
    user,
    submissionOf(await withTemplate(database.db, user, request)),
    basename(project.mainPath),
  );
  const missing = await completeProject(database, { projectId });
  if (missing.length > 0) throw incomplete(projectId, missing.length);
  const placed = await place(dependencies, project, checked.engine.downloadPath);
  return commitTask(dependencies, user, checked, placed, { projectId, key });
}

async function place(
  { database, contents, upload, nowMs }: SubmitProjectDependencies,
  project: Project,
  downloadPath: string,
): Promise<ReceivedProject> {
  const { projectId, userId, mainPath } = project;
  const mainFile = await findProjectFile(database.db, { projectId, path: mainPath });
  if (mainFile === undefined) throw new Error(`The project ${projectId} does not have its main file.`);
  try {
    return await placeProject({
      downloadPath: resolve(downloadPath),
      userId,
      receivedAtMs: nowMs(),
      mainFile,
      store: contents,
      limits: upload,
    });
  } catch (error) {
    const isGone = isDomainError(error, 'content-not-found') || isDomainError(error, 'content-damaged');
    if (!isGone) throw error;
    // Somebody has removed or changed it behind our back: it has to be uploaded again, and not only for this task.
    await forgetContent(database, { sha256: mainFile.sha256 });
    throw incomplete(projectId, 1);
  }
}

function incomplete(projectId: number, missing: number): Error {
  const files = missing === 1 ? '1 file' : `${missing} files`;
  return domainError(
    'project-incomplete',
    `${files} of the project ${projectId} were not uploaded yet. Ask for it again, and upload what is missing.`,
    { projectId, missing },
  );
}
