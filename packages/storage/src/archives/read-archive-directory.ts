import {
  createPathBook,
  domainError,
  quotedPath,
  requireFewBytes,
  requireFewFiles,
} from '@renderonline/domain';
import type { ArchiveBytes } from './archive-bytes.ts';
import { archiveFailure, archiveInvalid, entryRefused } from './archive-errors.ts';
import { archiveFileOf, type ArchiveFile } from './archive-file.ts';
import type { ArchiveLimits } from './archive-limits.ts';
import { openDirectory } from './directory-reader.ts';

const localHeaderBytes = 30;

/** An archive of less than this when unpacked is no bomb, however well it is compressed. */
const harmlessBytes = 64 * 1024 * 1024;

/**
 * The files that an archive says it has, every one and all together looked at before anything is unpacked.
 *
 * @returns in the order in which they lie in the archive
 * @throws DomainError `archive-invalid`, `archive-entry-refused`, `archive-bomb`, `project-path-invalid`,
 *   `project-paths-clash`, `project-too-large`
 */
export async function readArchiveDirectory(
  archive: ArchiveBytes,
  limits: ArchiveLimits,
  signal?: AbortSignal,
): Promise<ArchiveFile[]> {
  try {
    const files = await checkedFiles(archive, limits, signal);
    files.sort((one, other) => one.offset - other.offset);
    requireApart(files);
    return files;
  } catch (error) {
    throw archiveFailure(error);
  }
}

async function checkedFiles(
  archive: ArchiveBytes,
  limits: ArchiveLimits,
  signal: AbortSignal | undefined,
): Promise<ArchiveFile[]> {
  const directory = await openDirectory(archive);
  // Folders have entries as well, but not more than there are files, unless somebody means harm.
  if (directory.entryCount > 2 * limits.maxFiles) throw tooManyEntries(directory.entryCount, limits);
  const book = createPathBook();
  const files: ArchiveFile[] = [];
  let totalBytes = 0;
  for await (const entry of directory.eachEntry()) {
    signal?.throwIfAborted();
    const file = archiveFileOf(entry);
    if (file === undefined) continue;
    book.add(file.writtenPath);
    files.push(file);
    requireFewFiles(files.length, limits);
    totalBytes += file.size;
    requireFewBytes(totalBytes, limits);
  }
  if (files.length === 0) throw archiveInvalid('empty', 'has no files.');
  requireCredible(totalBytes, archive.size, limits);
  return files;
}

/** What is compressed better than any project would be is made to fill disks. */
function requireCredible(totalBytes: number, archiveBytes: number, { maxRatio }: ArchiveLimits): void {
  if (totalBytes <= harmlessBytes || totalBytes <= maxRatio * archiveBytes) return;
  throw domainError(
    'archive-bomb',
    `The archive would become more than ${maxRatio} times as large when unpacked. Upload the files by themselves.`,
    { reason: 'ratio', maxRatio, totalBytes, archiveBytes },
  );
}

function tooManyEntries(entryCount: number, { maxFiles }: ArchiveLimits): Error {
  return domainError(
    'archive-bomb',
    `The archive says that it has ${entryCount} entries; a project has ${maxFiles} files at most.`,
    { reason: 'entries', entryCount, maxFiles },
  );
}

/** Files whose data lie in one another make a small archive large without compressing anything. */
function requireApart(files: readonly ArchiveFile[]): void {
  let end = 0;
  let last = '';
  for (const file of files) {
    if (file.offset < end) {
      throw entryRefused(file.path, 'overlap', `overlaps with ${quotedPath(last)}. Pack the archive again.`);
    }
    end = file.offset + localHeaderBytes + file.nameLength + file.compressedSize;
    last = file.path;
  }
}
