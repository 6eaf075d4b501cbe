import type { Readable, Writable } from 'node:stream';
import type { Identifier } from '@renderonline/contract';
import {
  findProject,
  listOutputsOfTask,
  listProjectFiles,
  type Database,
  type User,
} from '@renderonline/database';
import { domainError, parseRanges, type FrameRange } from '@renderonline/domain';
import {
  fetchFolder,
  hasOutputs,
  requireRoom,
  storageError,
  streamResultZip,
  type ContentStore,
  type ProjectFileToPack,
} from '@renderonline/storage';
import { createUserShares, type UserShares } from '../http/user-shares.ts';
import { whenClosed } from '../http/when-closed.ts';
import type { Scheduler } from '../scheduling/scheduler.ts';
import type { UploadSettings } from '../settings/render-api-settings.ts';
import { refuseExpired } from './expired-results.ts';
import { findOwnedTask } from './owned-task.ts';

/** Each archive that is sent reads files as fast as its client takes them, and may fetch some. */
export function createArchiveShares(): UserShares {
  return createUserShares({ most: 64, mostOfUser: 8, what: 'archives' });
}

export interface ArchiveDependencies {
  readonly database: Database;
  readonly scheduler: Pick<Scheduler, 'outputsInPlace'>;
  readonly contents: ContentStore;
  readonly upload: Pick<UploadSettings, 'minFreeBytes' | 'idleTimeoutMs'>;
  /** Archives that are being sent. */
  readonly archives: UserShares;
}

export interface ArchiveOptions {
  /** Put the uploaded project in, too. */
  readonly includeProject: boolean;
  /** Only the files of these frames, like `1-10,15`; all unless given. */
  readonly frames?: string | undefined;
  /** Where the archive goes: when that closes, the reading of files ends. */
  readonly closed: Writable;
}

/**
 * Opens the ZIP archive of a task's results; it is made while it is sent.
 *
 * @throws DomainError 'task-not-found', 'no-results', 'results-expired', 'frame-range-invalid', 'too-busy', 'disk-full'
 *   when a file of the project has to be fetched first and has no room.
 */
export async function openArchive(
  { database, contents, scheduler, upload, archives }: ArchiveDependencies,
  user: User,
  identifier: Identifier,
  { includeProject, frames, closed }: ArchiveOptions,
): Promise<{ name: string; stream: Readable }> {
  const ranges = frames === undefined ? undefined : parseRanges(frames);
  const { idText, details } = await findOwnedTask(database, user, identifier);
  const { filePath } = details.render;
  await scheduler.outputsInPlace(details.task.taskId);
  if (!includeProject && !(await hasOutputs({ filePath }))) {
    refuseExpired(details);
    throw domainError('no-results', `Task with identifier ${idText} has no results to download.`);
  }
  const wanted = ranges && (await filesOfFrames(database, details.task.taskId, ranges));
  if (!includeProject && wanted?.size === 0) {
    throw domainError('no-results', `Task ${idText} has no files of the frames ${frames ?? ''} yet.`);
  }
  const projectFiles = includeProject
    ? await filesOfProject({ database, contents }, details.render.projectId)
    : undefined;
  await requireRoomToFetch(projectFiles ?? [], upload);
  const signal = beginArchive(archives, user, closed);
  return {
    name: `task-${idText}.zip`,
    stream: streamResultZip({
      ...{ filePath, includeProject, projectFiles, fetchLimits: upload, signal },
      includes: wanted && ((path) => wanted.has(path)),
    }),
  };
}

/**
 * Takes one of the user's shares until the archive has gone where it goes, or that has closed.
 *
 * @returns aborted then
 * @throws DomainError 'too-busy'
 */
export function beginArchive(archives: UserShares, { userId }: User, closed: Writable): AbortSignal {
  const end = archives.begin(userId);
  const aborter = new AbortController();
  whenClosed(closed, () => {
    end();
    aborter.abort();
  });
  return aborter.signal;
}

/** @returns the paths of what these frames have produced */
async function filesOfFrames(
  database: Database,
  taskId: number,
  ranges: readonly FrameRange[],
): Promise<ReadonlySet<string>> {
  const first = ranges.at(0)?.first ?? 0;
  const last = ranges.at(-1)?.last ?? 0;
  const outputs = await listOutputsOfTask(database.db, { taskId, afterFrame: first - 1, untilFrame: last });
  const isWanted = (frame: number): boolean =>
    ranges.some((range) => frame >= range.first && frame <= range.last);
  return new Set(outputs.filter(({ frame }) => isWanted(frame)).map(({ name }) => name));
}

/** While the answer has not begun it can still say so. */
async function requireRoomToFetch(
  files: readonly ProjectFileToPack[],
  { minFreeBytes }: Pick<UploadSettings, 'minFreeBytes'>,
): Promise<void> {
  const largest = files.reduce((most, file) => ('size' in file ? Math.max(most, file.size) : most), 0);
  if (largest === 0) return;
  try {
    await requireRoom(fetchFolder(), minFreeBytes + largest);
  } catch (error) {
    throw storageError(error, fetchFolder());
  }
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
    .map(({ path, sha256, size }) => {
      const absolutePath = contents.localPath(sha256);
      if (absolutePath === undefined) {
        return { path, size, sha256, open: async () => (await contents.open(sha256)).stream };
      }
      return { path, absolutePath, check: () => requireContent(contents, sha256) };
    });
}

/** An archive without a file of the project would look like a whole one. */
async function requireContent(contents: ContentStore, sha256: string): Promise<void> {
  if ((await contents.sizeOf(sha256)) !== undefined) return;
  throw domainError('content-not-found', `The farm has no content ${sha256} any more.`, { sha256 });
}
