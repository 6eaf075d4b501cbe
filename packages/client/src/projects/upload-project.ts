import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { ApiError } from '../errors/api-error.ts';
import type { Connection } from '../requests/connection.ts';
import { ProjectChanged } from '../uploads/project-changed.ts';
import type { LocalFile } from './hash-files.ts';
import { stampFile, type HashMemory } from './hash-memory.ts';
import { makeProject, makeProjectOfArchive, type UploadedProject } from './make-project.ts';
import { createNodeCarrier } from './node-carrier.ts';
import type { TransferOptions } from './transfer.ts';

export interface ProjectUpload extends TransferOptions {
  /** The path of the file that is rendered, within the project. */
  readonly main: string;
  readonly files: readonly LocalFile[];
  /** What files hashed to before; those that were not written to since are not read again. */
  readonly hashes?: HashMemory | undefined;
}

export interface ArchiveUpload extends TransferOptions {
  /** A .zip. */
  readonly filePath: string;
  /** The path of the file that is rendered, within it; may be left out when only one can be meant. */
  readonly main?: string | undefined;
}

/**
 * Makes a project of local files: uploads what RenderAPI lacks of them, several at a time, and nothing else.
 *
 * @throws ApiError when it is refused, or RenderAPI is away for too long; ProjectChanged when a file changes meanwhile;
 *   the system's error when one cannot be read; the signal's reason
 */
export async function uploadProject(
  connection: Connection,
  options: ProjectUpload,
): Promise<UploadedProject> {
  const nowMs = Date.now();
  const files = await Promise.all(options.files.map((file) => stampFile(file, nowMs)));
  try {
    return await makeProject(connection, createNodeCarrier(connection, options), { ...options, files });
  } catch (error) {
    if (isOfBytes(error)) for (const { filePath } of files) options.hashes?.forget(filePath);
    throw error;
  }
}

/**
 * Makes a project of a .zip, which is uploaded unless RenderAPI has it.
 *
 * @throws as `uploadProject`
 */
export async function uploadArchive(
  connection: Connection,
  options: ArchiveUpload,
): Promise<UploadedProject> {
  const { filePath } = options;
  const { size } = await stat(filePath);
  const archive = { path: basename(filePath), filePath, size, stamp: undefined };
  return makeProjectOfArchive(connection, createNodeCarrier(connection, options), { ...options, archive });
}

/** Whether some file is not what its hash says, so that none of the remembered ones can be relied on. */
function isOfBytes(error: unknown): boolean {
  if (error instanceof ProjectChanged) return true;
  return error instanceof ApiError && ['content-corrupted', 'project-incomplete'].includes(error.code);
}
