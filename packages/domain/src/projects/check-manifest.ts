import { domainError } from '../errors/domain-error.ts';
import type { Manifest, ManifestFile, ManifestLimits } from './manifest.ts';
import { createPathBook } from './path-book.ts';
import { checkProjectPath } from './project-path.ts';
import { quotedPath, shortPath } from './quoted-path.ts';

export interface ManifestTotals {
  readonly fileCount: number;
  /** Bytes of all files together. */
  readonly totalBytes: number;
}

/**
 * Whether a project can be what its manifest says, on every system and within the limits. Whoever sent it may be
 * hostile; only its shape has been looked at.
 *
 * @throws DomainError `project-too-large`, `project-path-invalid`, `project-paths-clash`, `manifest-invalid`,
 *   `main-file-missing`
 */
export function checkManifest(manifest: Manifest, limits: ManifestLimits): ManifestTotals {
  const { files, mainPath } = manifest;
  requireFewFiles(files.length, limits);
  const book = createPathBook();
  const sizes = new Map<string, number>();
  let totalBytes = 0;
  let hasMain = false;
  for (const file of files) {
    checkProjectPath(file.path);
    book.add(file.path);
    checkContent(file, sizes);
    totalBytes += file.size;
    requireFewBytes(totalBytes, limits);
    hasMain ||= file.path === mainPath;
  }
  if (!hasMain) throw mainFileMissing(mainPath);
  return { fileCount: files.length, totalBytes };
}

/** @throws DomainError `project-too-large` */
export function requireFewFiles(fileCount: number, { maxFiles }: ManifestLimits): void {
  if (fileCount <= maxFiles) return;
  throw domainError(
    'project-too-large',
    `The project has more than the ${maxFiles} files that this farm accepts. Leave out what the scene does not need.`,
    { reason: 'files', maxFiles },
  );
}

/** @throws DomainError `project-too-large` */
export function requireFewBytes(totalBytes: number, { maxBytes }: ManifestLimits): void {
  if (totalBytes <= maxBytes) return;
  throw domainError(
    'project-too-large',
    `The project is larger than the ${maxBytes} bytes that this farm accepts. Leave out what the scene does not need.`,
    { reason: 'bytes', maxBytes },
  );
}

function checkContent({ path, size, sha256 }: ManifestFile, sizes: Map<string, number>): void {
  if (!/^[0-9a-f]{64}$/.test(sha256)) {
    throw invalid(path, 'hash', 'has a hash that is not 64 hexadecimal digits in lower case.');
  }
  if (!Number.isSafeInteger(size) || size < 0) {
    throw invalid(path, 'size', 'has a size that is not a number of bytes.');
  }
  const known = sizes.get(sha256) ?? size;
  if (known !== size) throw invalid(path, 'two-sizes', 'has the hash of another file that has another size.');
  sizes.set(sha256, size);
}

function invalid(path: string, reason: string, complaint: string): Error {
  return domainError(
    'manifest-invalid',
    `${quotedPath(path)} ${complaint} Make the list of files again from the files as they are now.`,
    { path: shortPath(path), reason },
  );
}

function mainFileMissing(mainPath: string): Error {
  return domainError(
    'main-file-missing',
    `The main file ${quotedPath(mainPath)} is not among the files of the project. Name it by its path there.`,
    { path: shortPath(mainPath) },
  );
}
