import type { MissingContent, ProjectCreated } from '@renderonline/contract';
import { ApiError } from '../errors/api-error.ts';
import type { Connection } from '../requests/connection.ts';
import type { Carrier, Hashed, SizedFile } from './carrier.ts';
import { createTransfer, type TransferOptions } from './transfer.ts';

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
 * Makes a project of files: uploads what RenderAPI lacks of them, several at a time, and nothing else. Closes the carrier.
 *
 * @throws ApiError when it is refused, or RenderAPI is away for too long; ProjectChanged when a file changes meanwhile;
 *   the system's error when one cannot be read; the signal's reason
 */
export async function makeProject<File extends SizedFile>(
  connection: Connection,
  carrier: Carrier<File>,
  options: TransferOptions & { readonly main: string; readonly files: readonly File[] },
): Promise<UploadedProject> {
  const { main, files } = options;
  const transfer = createTransfer(carrier, options, files);
  try {
    const hashed: Hashed<File>[] = [];
    const take = (file: Hashed<File>) => {
      hashed.push(file);
      transfer.noteHashed(file);
      if (file.size >= earlyFromBytes) transfer.upload([file], { asksFirst: true });
    };
    await carrier.hash(files, take, transfer.signal);
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
  } finally {
    transfer.close();
  }
}

/**
 * Makes a project of a .zip, which is uploaded unless RenderAPI has it. Closes the carrier.
 *
 * @param main the path of the file that is rendered, within it; may be left out when only one can be meant
 * @throws as `makeProject`
 */
export async function makeProjectOfArchive<File extends SizedFile>(
  connection: Connection,
  carrier: Carrier<File>,
  options: TransferOptions & { readonly archive: File; readonly main?: string | undefined },
): Promise<UploadedProject> {
  const { archive, main } = options;
  const transfer = createTransfer(carrier, options, [archive]);
  try {
    let sha256 = '';
    const take = (file: Hashed<File>) => {
      sha256 = file.sha256;
      transfer.noteHashed(file);
      transfer.upload([file], { asksFirst: true });
    };
    await carrier.hash([archive], take, transfer.signal);
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

function incomplete(missing: readonly MissingContent[]): ApiError {
  return new ApiError(
    200,
    'project-incomplete',
    `RenderAPI still lacks ${missing.length} files of the project, though all of them were uploaded.`,
  );
}
