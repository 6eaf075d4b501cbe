import { join } from 'node:path';
import { sanitizeFileName } from '@renderonline/domain';
import { storageError } from '../errors/storage-error.ts';
import { receiveInto, type NewProjectPlace, type ReceivedProject } from './received-project.ts';

/**
 * Makes the folder of a task that has no project file of its own: a step, which takes another task's frames. Its
 * outputs have their place there as those of any task.
 *
 * @param request.fileName what its project is called; there is no such file
 * @throws DomainError 'disk-full', 'folder-not-writable', 'file-name-invalid'
 */
export async function reserveProject(
  request: NewProjectPlace & { readonly fileName: string },
): Promise<Omit<ReceivedProject, 'sha256'>> {
  const fileName = sanitizeFileName(request.fileName);
  try {
    return await receiveInto(request, fileName, async (directory) => ({
      filePath: join(directory, fileName),
      fileSize: 0,
      sha256: '',
    }));
  } catch (error) {
    throw storageError(error, request.downloadPath);
  }
}
