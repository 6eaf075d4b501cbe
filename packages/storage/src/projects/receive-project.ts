import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { sanitizeFileName } from '@renderonline/domain';
import { storageError } from '../errors/storage-error.ts';
import { syncDirectory } from '../files/sync-directory.ts';
import { incomingChunks } from '../uploads/incoming-chunks.ts';
import { writeUpload, type ReceiveLimits } from '../uploads/write-upload.ts';
import { receiveInto, type NewProjectPlace, type ReceivedProject } from './received-project.ts';

export interface ReceiveRequest extends NewProjectPlace {
  /** The file's name as it was sent; only its last segment counts. */
  readonly fileName: string;
  readonly source: AsyncIterable<Uint8Array>;
  readonly limits: ReceiveLimits;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Streams a project file to the disk, at any size in constant memory, hashing it on the way: written aside,
 * synced, renamed. After a failure of any kind nothing of it is left.
 *
 * Throws `upload-too-large`, `upload-timed-out`, `upload-incomplete`, `disk-full`, `folder-not-writable`,
 * `file-name-invalid`, or what the source threw when that was a DomainError.
 */
export async function receiveProject(request: ReceiveRequest): Promise<ReceivedProject> {
  const { downloadPath, limits, signal } = request;
  const chunks = incomingChunks(request.source, { idleTimeoutMs: limits.idleTimeoutMs, signal });
  try {
    const fileName = sanitizeFileName(request.fileName);
    return await receiveInto(request, fileName, async (directory) => {
      const filePath = join(directory, fileName);
      const file = await writeUpload(`${filePath}.part`, { chunks, limits });
      await rename(`${filePath}.part`, filePath);
      await syncDirectory(directory);
      return { filePath, fileSize: file.size, sha256: file.sha256 };
    });
  } catch (error) {
    throw storageError(error, downloadPath);
  } finally {
    chunks.close();
  }
}
