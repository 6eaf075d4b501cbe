import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { checkManifest, chooseMainFile, type Manifest, type ManifestFile } from '@renderonline/domain';
import type { ContentStore } from '../contents/content-store.ts';
import { readBlocks } from '../uploads/read-blocks.ts';
import { openArchive, type ArchiveBytes, type ArchiveLocation } from './archive-bytes.ts';
import { archiveFileBytes } from './archive-file-bytes.ts';
import type { ArchiveFile } from './archive-file.ts';
import type { ArchiveLimits } from './archive-limits.ts';
import { eachAtOnce } from './at-once.ts';
import { readArchiveDirectory } from './read-archive-directory.ts';

/** Files worked on at once. */
const filesAtOnce = 8;
const blockBytes = 512 * 1024;

export interface UnpackRequest {
  readonly archive: ArchiveLocation;
  readonly store: ContentStore;
  readonly limits: ArchiveLimits;
  /** The path of the main file in the archive; the only file that an engine opens unless given. */
  readonly mainPath?: string | undefined;
  /** What engines open: `.blend`. */
  readonly extensions: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

/**
 * Makes a project of a ZIP file: looks at its directory, then reads every file once and hashes it, and only when
 * nothing is wrong with any of them stores those contents that are not there already. So a refusal leaves nothing
 * behind; a disk that is full, or a cancel, may leave whole contents that nobody owns. Memory does not depend on
 * the sizes of the files.
 *
 * Throws `archive-invalid`, `archive-entry-refused`, `archive-bomb`, `project-path-invalid`, `project-paths-clash`,
 * `project-too-large`, `main-file-missing`, `main-file-ambiguous`, and what ContentStore.put throws.
 */
export async function unpackArchive(request: UnpackRequest): Promise<Manifest> {
  const { limits, signal, store } = request;
  const archive = await openArchive(request.archive);
  try {
    const files = await readArchiveDirectory(archive, limits, signal);
    const mainPath =
      request.mainPath?.normalize('NFC') ??
      chooseMainFile(
        files.map(({ path }) => path),
        request.extensions,
      );
    const hashed = await hashFiles(archive, files, signal);
    const manifest = { mainPath, files: hashed.map(({ path, size, sha256 }) => ({ path, size, sha256 })) };
    checkManifest(manifest, limits);
    await storeFiles(archive, hashed, store, signal);
    return manifest;
  } finally {
    await archive.close();
  }
}

type HashedFile = ArchiveFile & ManifestFile;

async function hashFiles(
  archive: ArchiveBytes,
  files: readonly ArchiveFile[],
  signal: AbortSignal | undefined,
): Promise<HashedFile[]> {
  const hashed: HashedFile[] = [];
  await eachAtOnce(files.entries(), filesAtOnce, signal, async ([index, file], stopped) => {
    hashed[index] = { ...file, sha256: await hashFile(archive, file, stopped) };
  });
  return hashed;
}

async function hashFile(archive: ArchiveBytes, file: ArchiveFile, signal: AbortSignal): Promise<string> {
  const chunks = archiveFileBytes(archive, file, signal);
  if (file.size > blockBytes) return hashLarge(chunks);
  const hash = createHash('sha256');
  for await (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
}

/** On another thread. */
async function hashLarge(chunks: AsyncGenerator<Buffer, undefined>): Promise<string> {
  const nextChunk = async (): Promise<Uint8Array | undefined> => (await chunks.next()).value;
  const blocks = readBlocks(nextChunk, { bytes: blockBytes, count: 2 });
  try {
    while ((await blocks.next()) !== undefined);
    return await blocks.digest();
  } catch (error) {
    blocks.drop();
    throw error;
  }
}

/** The same content in several files is stored once. */
async function storeFiles(
  archive: ArchiveBytes,
  files: readonly HashedFile[],
  store: ContentStore,
  signal: AbortSignal | undefined,
): Promise<void> {
  const distinct = new Map(files.map((file) => [file.sha256, file]));
  await eachAtOnce(distinct.values(), filesAtOnce, signal, async (file, stopped) => {
    const { sha256, size } = file;
    if ((await store.sizeOf(sha256)) === size) return;
    const source = Readable.from(archiveFileBytes(archive, file, stopped), { objectMode: false });
    await store.put({ source, sha256, size, maxBytes: size, signal: stopped });
  });
}
