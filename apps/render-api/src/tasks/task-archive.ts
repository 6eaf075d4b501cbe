import type { Readable, Writable } from 'node:stream';
import type { Identifier } from '@renderonline/contract';
import { findProject, listProjectFiles, type Database, type User } from '@renderonline/database';
import { domainError } from '@renderonline/domain';
import {
  hasOutputs,
  streamResultZip,
  type ContentStore,
  type ProjectFileToPack,
} from '@renderonline/storage';
import type { Scheduler } from '../scheduling/scheduler.ts';
import { findOwnedTask } from './owned-task.ts';

export interface ArchiveDependencies {
  readonly database: Database;
  readonly scheduler: Pick<Scheduler, 'outputsInPlace'>;
  readonly contents: ContentStore;
}

export interface ArchiveOptions {
  /** Put the uploaded project in, too. */
  readonly includeProject: boolean;
  /** Where the archive goes: when that closes, the reading of files ends. */
  readonly closed: Writable;
}

/**
 * Opens the ZIP archive of a task's results; it is made while it is sent.
 *
 * @throws DomainError 'task-not-found', 'no-results'.
 */
export async function openArchive(
  { database, contents, scheduler }: ArchiveDependencies,
  user: User,
  identifier: Identifier,
  { includeProject, closed }: ArchiveOptions,
): Promise<{ name: string; stream: Readable }> {
  const { idText, details } = await findOwnedTask(database, user, identifier);
  const { filePath } = details.render;
  await scheduler.outputsInPlace(details.task.taskId);
  if (!includeProject && !(await hasOutputs({ filePath }))) {
    throw domainError('no-results', `Task with identifier ${idText} has no results to download.`);
  }
  const projectFiles = includeProject
    ? await filesOfProject({ database, contents }, details.render.projectId)
    : undefined;
  const aborter = new AbortController();
  closed.once('close', () => {
    aborter.abort();
  });
  return {
    name: `task-${idText}.zip`,
    stream: streamResultZip({ filePath, includeProject, projectFiles, signal: aborter.signal }),
  };
}

/** @returns undefined when the project is the one file in the task's folder, or was deleted since */
async function filesOfProject(
  { database, contents }: Pick<ArchiveDependencies, 'database' | 'contents'>,
  projectId: number | null,
): Promise<ProjectFileToPack[] | undefined> {
  if (projectId === null) return undefined;
  const project = await findProject(database.db, { projectId });
  if (project === undefined || project.fileCount === 1) return undefined;
  const files = await listProjectFiles(database.db, { projectId });
  return files
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map(({ path, sha256 }) => {
      const absolutePath = contents.localPath(sha256);
      return absolutePath === undefined
        ? { path, open: async () => (await contents.open(sha256)).stream }
        : { path, absolutePath };
    });
}
