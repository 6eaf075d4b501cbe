import { constants } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { domainError } from '@renderonline/domain';

/**
 * Makes the data folder and checks that it can be written to.
 *
 * @throws DomainError `folder-not-writable` or `disk-full`.
 */
export async function prepareDataDirectory(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
    await access(path, constants.W_OK);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOSPC') {
      throw domainError('disk-full', `The disk of ${path} is full.`, { path }, error);
    }
    throw domainError(
      'folder-not-writable',
      `HPCServer cannot use the folder ${path} (${message}). Give it the right to write there, or another DataDirectory.`,
      { path },
      error,
    );
  }
}
