import { DomainError, domainError, errorCatalogue } from '@renderonline/domain';

/** The system's name of an error (`ENOSPC`), when it has one. */
export function systemCode(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error) || !('code' in thrown)) return undefined;
  return typeof thrown.code === 'string' ? thrown.code : undefined;
}

/** Whether the file or folder is simply not there. */
export function isMissing(thrown: unknown): boolean {
  const code = systemCode(thrown);
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/**
 * What a failure of the disk means to people: `disk-full`, `folder-not-writable`, or the failure itself when
 * it is neither (then it is a bug or a broken disk, and the server's log is the place for it).
 *
 * @param folder the folder that was written to; named in the message
 */
export function storageError(thrown: unknown, folder: string): unknown {
  if (thrown instanceof DomainError) return thrown;
  const code = systemCode(thrown) ?? '';
  if (code === 'ENOSPC' || code === 'EDQUOT') return diskFull(folder, thrown);
  if (code !== 'EACCES' && code !== 'EPERM' && code !== 'EROFS') return thrown;
  return domainError(
    'folder-not-writable',
    `RenderOnline may not write to ${folder}. Give its user the right to, or set another download_path.`,
    { folder },
    thrown,
  );
}

/** `disk-full`, saying which disk and what to do. */
export function diskFull(folder: string, cause?: unknown): DomainError {
  return domainError(
    'disk-full',
    `The disk that holds ${folder} is full. ${errorCatalogue['disk-full'].whatToDo}`,
    { folder },
    cause,
  );
}
