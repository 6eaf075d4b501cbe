import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { listEngines, type Database, type User } from '@renderonline/database';
import { hasExtension, sanitizeFileName } from '@renderonline/domain';
import { receiveProject, type ReceivedProject } from '@renderonline/storage';
import type { UploadSettings } from '../../settings/render-api-settings.ts';

export interface KeepDependencies {
  readonly database: Database;
  readonly upload: UploadSettings;
  readonly nowMs: () => number;
}

interface KeepInput {
  readonly user: User;
  readonly rawName: string;
  readonly bytes: Readable;
  readonly signal: AbortSignal;
}

/** Streams a project file into a folder of its own below `downloadPath`. */
export function keepProject(
  { upload, nowMs }: KeepDependencies,
  { user, rawName, bytes, signal }: KeepInput,
  downloadPath: string,
): Promise<ReceivedProject> {
  return receiveProject({
    downloadPath: resolve(downloadPath),
    userId: user.userId,
    receivedAtMs: nowMs(),
    fileName: rawName,
    source: bytes,
    limits: upload,
    signal,
  });
}

/** A file that came before anybody knew which engine it is for. */
export interface StagedProject {
  readonly downloadPath: string;
  readonly project: ReceivedProject;
}

/**
 * Keeps a file that came before the `request` part where an engine of its extension keeps projects.
 *
 * @returns undefined when no engine has that extension; the file is then read and thrown away, since the
 *   submission will be refused.
 */
export async function stageProject(
  dependencies: KeepDependencies,
  input: KeepInput,
): Promise<StagedProject | undefined> {
  const fileName = sanitizeFileName(input.rawName);
  const engines = await listEngines(dependencies.database.db);
  const engine = engines.find(({ extension }) => hasExtension(fileName, extension));
  if (!engine) {
    input.bytes.resume();
    return undefined;
  }
  const { downloadPath } = engine;
  return { downloadPath, project: await keepProject(dependencies, input, downloadPath) };
}

/** Brings a staged file to the folder of the engine that it turned out to be for. */
export async function moveProject(
  dependencies: KeepDependencies,
  { project, downloadPath: stagedPath }: StagedProject,
  input: Omit<KeepInput, 'bytes'>,
  downloadPath: string,
): Promise<ReceivedProject> {
  if (resolve(stagedPath) === resolve(downloadPath)) return project;
  // Copied, not renamed: the two may be different disks, and the new folder needs its own ticks.
  const bytes = createReadStream(project.filePath);
  try {
    return await keepProject(dependencies, { ...input, bytes }, downloadPath);
  } finally {
    bytes.destroy();
    await project.discard();
  }
}
