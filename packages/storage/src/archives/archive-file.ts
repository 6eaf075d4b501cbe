import { isUtf8 } from 'node:buffer';
import { checkProjectPath } from '@renderonline/domain';
import { getFileNameLowLevel, type Entry } from 'yauzl';
import { entryRefused } from './archive-errors.ts';

/** A file in an archive, as its directory describes it. */
export interface ArchiveFile {
  /** In the project; checked. */
  readonly path: string;
  /** As it was written, but for what every reader of archives puts right; for comparing names. */
  readonly writtenPath: string;
  /** Where its header begins. */
  readonly offset: number;
  readonly nameLength: number;
  readonly compressedSize: number;
  /** Bytes when unpacked. */
  readonly size: number;
  readonly crc32: number;
  readonly isDeflated: boolean;
}

const fileTypeMask = 0o170000;
const regularFile = 0o100000;
const folder = 0o040000;
const symbolicLink = 0o120000;
/** Windows' links and mount points. */
const reparsePoint = 0x400;

const utf8Flag = 0x800;
const encryptedFlag = 0x1;
const stored = 0;
const deflated = 8;
/** Where WinZip and 7-Zip put what they encrypt with AES. */
const aesEncrypted = 99;

/**
 * What one entry of the directory is to a project.
 *
 * @returns undefined when it is nothing to it: a folder, or what macOS adds for itself
 * @throws DomainError `archive-entry-refused`, `project-path-invalid`
 */
export function archiveFileOf(entry: Entry): ArchiveFile | undefined {
  const writtenPath = writtenPathOf(entry);
  const path = writtenPath.normalize('NFC');
  const type = (entry.externalFileAttributes >>> 16) & fileTypeMask;
  if (type === folder || path.endsWith('/')) {
    checkProjectPath(path.replace(/\/+$/, ''));
    return undefined;
  }
  checkProjectPath(path);
  requirePlain(entry, path, type);
  if (path.startsWith('__MACOSX/') || /(?:^|\/)\.DS_Store$/.test(path)) return undefined;
  return {
    path,
    writtenPath,
    offset: entry.relativeOffsetOfLocalHeader,
    nameLength: entry.fileNameLength,
    compressedSize: entry.compressedSize,
    size: entry.uncompressedSize,
    crc32: entry.crc32,
    isDeflated: entry.compressionMethod === deflated,
  };
}

/**
 * The name in Unicode, folders with `/`. macOS writes UTF-8 without saying so; what happens to be valid UTF-8 is
 * hardly ever in the code page of old DOS. Programs for Windows wrote backslashes.
 */
function writtenPathOf(entry: Entry): string {
  const flags = entry.generalPurposeBitFlag | (isUtf8(entry.fileNameRaw) ? utf8Flag : 0);
  return getFileNameLowLevel(flags, entry.fileNameRaw, entry.extraFields, false).replace(/^(?:\.\/)+/, '');
}

function requirePlain(entry: Entry, path: string, type: number): void {
  if (type === symbolicLink || (entry.externalFileAttributes & reparsePoint) !== 0) {
    throw entryRefused(path, 'link', 'is a link. Pack the file that it leads to in its place.');
  }
  if (type !== 0 && type !== regularFile) {
    throw entryRefused(path, 'device', 'is a device or a pipe, not a file. Leave it out.');
  }
  const { compressionMethod, generalPurposeBitFlag } = entry;
  if ((generalPurposeBitFlag & encryptedFlag) !== 0 || compressionMethod === aesEncrypted) {
    throw entryRefused(path, 'encrypted', 'is encrypted. Pack it without a password.');
  }
  if (compressionMethod !== stored && compressionMethod !== deflated) {
    throw entryRefused(
      path,
      'compression',
      `is compressed by method ${compressionMethod}, which is not read here. Use the ordinary one (deflate).`,
    );
  }
}
