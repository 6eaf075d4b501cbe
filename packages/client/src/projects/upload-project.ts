import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { MissingContent, ProjectCreated } from '@renderonline/contract';
import { ApiError } from '../errors/api-error.ts';
import type { Connection } from '../requests/connection.ts';
import { ProjectChanged } from '../uploads/project-changed.ts';
import { hashFiles, type HashedFile, type LocalFile } from './hash-files.ts';
import { rememberedHash, stampFile, type HashMemory, type StampedFile } from './hash-memory.ts';
import { createTransfer, type TransferOptions } from './transfer.ts';

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

/** What came of an upload. */
export interface UploadedProject {
  readonly projectId: number;
  readonly files: number;
  readonly totalBytes: number;
  /** What RenderAPI lacked. */
  readonly sentBytes: number;
}

/** From this size on a file is uploaded as soon as it is hashed, while the others are: RenderAPI says at once if it has it. */
const earlyFromBytes = 64 * 1024 * 1024;
/** Somebody may remove what was there when we asked. */
const mostRounds = 3;
const manifestTimeoutMs = 120_000;
/** It is unpacked before it is answered. */
const archiveTimeoutMs = 900_000;

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
  const { main, files, hashes } = options;
  const nowMs = Date.now();
  const stamped = await Promise.all(files.map((file) => stampFile(file, nowMs)));
  const transfer = createTransfer(connection, options, stamped);
  try {
    const hashed: HashedFile[] = [];
    const take = (file: HashedFile) => {
      hashed.push(file);
      transfer.noteHashed(file);
      if (file.size >= earlyFromBytes) transfer.upload([file], { asksFirst: true });
    };
    const unknown: StampedFile[] = [];
    for (const file of stamped) {
      const known = rememberedHash(hashes, file);
      if (known === undefined) unknown.push(file);
      else take(known);
    }
    const stamps = new Map(unknown.map(({ filePath, stamp }) => [filePath, stamp]));
    const takeAndKeep = (file: HashedFile) => {
      take(file);
      const stamp = stamps.get(file.filePath);
      if (stamp !== undefined) hashes?.keep(file.filePath, stamp, file.sha256);
    };
    await hashFiles(unknown, takeAndKeep, transfer.signal);
    const bySha256 = new Map(hashed.map((file) => [file.sha256, file]));
    const list = hashed.map(({ path, size, sha256 }) => ({ path, size, sha256 }));
    for (let round = 1; ; round++) {
      await transfer.settled();
      const { projectId, isComplete, missing } = (await connection.make('/renderapi/v2/projects', {
        ...{ json: { mainPath: main, files: list }, signal: transfer.signal },
        timeoutMs: manifestTimeoutMs,
      })) as ProjectCreated;
      if (isComplete) return transfer.resultFor(projectId);
      if (round > mostRounds) throw incomplete(missing);
      transfer.noteMissing(missing);
      transfer.upload(missing.flatMap(({ sha256 }) => bySha256.get(sha256) ?? []));
    }
  } catch (error) {
    if (isOfBytes(error)) for (const { filePath } of files) hashes?.forget(filePath);
    throw error;
  } finally {
    transfer.close();
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
  const { filePath, main } = options;
  const { size } = await stat(filePath);
  const transfer = createTransfer(connection, options, [{ size }]);
  try {
    let sha256 = '';
    const take = (file: HashedFile) => {
      sha256 = file.sha256;
      transfer.noteHashed(file);
      transfer.upload([file], { asksFirst: true });
    };
    await hashFiles([{ path: basename(filePath), filePath, size }], take, transfer.signal);
    await transfer.settled();
    const { projectId } = (await connection.make('/renderapi/v2/projects/from-archive', {
      json: { sha256, ...(main === undefined ? {} : { mainPath: main }) },
      ...{ signal: transfer.signal, timeoutMs: archiveTimeoutMs },
    })) as ProjectCreated;
    return transfer.resultFor(projectId);
  } finally {
    transfer.close();
  }
}

/** Whether some file is not what its hash says, so that none of the remembered ones can be relied on. */
function isOfBytes(error: unknown): boolean {
  if (error instanceof ProjectChanged) return true;
  return error instanceof ApiError && ['content-corrupted', 'project-incomplete'].includes(error.code);
}

function incomplete(missing: readonly MissingContent[]): ApiError {
  return new ApiError(
    200,
    'project-incomplete',
    `RenderAPI still lacks ${missing.length} files of the project, though all of them were uploaded.`,
  );
}
