import { promisify } from 'node:util';
import { crc32, deflateRaw } from 'node:zlib';
import { isCompressedFormat } from './compressed-formats.ts';
import { closeEntryFile, openEntryFile, readEntryPart, type EntryFile } from './entry-file.ts';
import { entryName } from './entry-name.ts';
import type { ZipEntry, ZipEntryData } from './zip-records.ts';

/** Files up to this size are read at once: their header can then say sizes and CRC before the data. */
export const wholeFileBytes = 256 * 1024;

/** Fast, and within a few percent of the default on pictures; RenderAPI has better uses for its processors. */
export const deflateLevel = 1;

/**
 * From this size on sizes are written with 64 bits. Below 4 GiB by far more than deflating can add to data that
 * it cannot compress, and than a file grows while it is being sent.
 */
const zip64FromBytes = 0xf000_0000;

const sampleBytes = 64 * 1024;
const worthwhileShare = 0.95;

const deflate = promisify<Buffer, { level: number }, Buffer>(deflateRaw);

export type PreparedEntry =
  | { readonly kind: 'whole'; readonly entry: ZipEntry; readonly data: ZipEntryData; readonly bytes: Buffer }
  | { readonly kind: 'streamed'; readonly entry: ZipEntry; readonly file: EntryFile };

/**
 * Opens a file for the archive, and reads it when it is small.
 *
 * @returns undefined when it has vanished, or is no plain file any more
 */
export async function prepareEntry(path: string, absolutePath: string): Promise<PreparedEntry | undefined> {
  const file = await openEntryFile(absolutePath);
  if (file === undefined) return undefined;
  const isWhole = file.size <= wholeFileBytes;
  const entry: ZipEntry = {
    name: entryName(path),
    modifiedAtMs: file.modifiedAtMs,
    isDeflated: file.size > 0 && !isCompressedFormat(path),
    isDescribedAfter: !isWhole,
    isZip64: file.size >= zip64FromBytes,
  };
  if (!isWhole) {
    try {
      const isDeflated = entry.isDeflated && (await shrinks(file));
      return { kind: 'streamed', entry: { ...entry, isDeflated }, file };
    } catch (error) {
      closeEntryFile(file);
      throw error;
    }
  }
  try {
    return await packWhole(entry, await readEntryPart(file, 0, file.size));
  } finally {
    closeEntryFile(file);
  }
}

async function packWhole(entry: ZipEntry, bytes: Buffer): Promise<PreparedEntry> {
  const crc = crc32(bytes);
  if (entry.isDeflated) {
    const deflated = await deflate(bytes, { level: deflateLevel });
    if (deflated.length < bytes.length) {
      const data = { crc32: crc, compressedSize: deflated.length, size: bytes.length };
      return { kind: 'whole', entry, data, bytes: deflated };
    }
  }
  const data = { crc32: crc, compressedSize: bytes.length, size: bytes.length };
  return { kind: 'whole', entry: { ...entry, isDeflated: false }, data, bytes };
}

/**
 * Whether a large file of unknown kind is worth deflating: a cache or a video under a name of its own would cost a
 * processor for minutes and become no smaller. Looked at where it begins, which may be a header, and in its middle.
 */
async function shrinks(file: EntryFile): Promise<boolean> {
  for (const position of [0, Math.floor(file.size / 2)]) {
    const sample = await readEntryPart(file, position, sampleBytes);
    const { length } = await deflate(sample, { level: deflateLevel });
    if (length < sample.length * worthwhileShare) return true;
  }
  return false;
}

/** Lets go of an entry that nobody will read. */
export function dropEntry(prepared: PreparedEntry | undefined): void {
  if (prepared?.kind === 'streamed') closeEntryFile(prepared.file);
}
