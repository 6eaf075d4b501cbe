import { domainError, quotedPath, shortPath, type DomainError } from '@renderonline/domain';
import { systemCode } from '../errors/storage-error.ts';

/** `archive-entry-refused`: one file of an archive that cannot be taken. */
export function entryRefused(path: string, reason: string, complaint: string): DomainError {
  return domainError('archive-entry-refused', `${quotedPath(path)} in the archive ${complaint}`, {
    path: shortPath(path),
    reason,
  });
}

/** `archive-invalid`: its structure, or the data of a file, is not what it should be. */
export function archiveInvalid(reason: string, complaint: string, cause?: unknown): DomainError {
  return domainError(
    'archive-invalid',
    `The archive ${complaint} Pack it again, as a plain ZIP.`,
    { reason },
    cause,
  );
}

/** What a library's complaint about an archive means; the system's errors stay as they are. */
export function archiveFailure(thrown: unknown): unknown {
  if (!(thrown instanceof Error) || thrown.name === 'DomainError' || systemCode(thrown) !== undefined) {
    return thrown;
  }
  return archiveInvalid('structure', 'cannot be read as a ZIP file.', thrown);
}
