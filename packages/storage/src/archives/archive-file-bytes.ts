import { pipeline, type Readable } from 'node:stream';
import { crc32, createInflateRaw, inflateRawSync } from 'node:zlib';
import { domainError, quotedPath } from '@renderonline/domain';
import type { ArchiveBytes } from './archive-bytes.ts';
import { archiveFailure, archiveInvalid, entryRefused } from './archive-errors.ts';
import type { ArchiveFile } from './archive-file.ts';

const localHeaderBytes = 30;
const localHeaderSignature = 0x04034b50;

/** A file of at most this in the archive, and this unpacked, is read and unpacked in one go. */
const smallCompressedBytes = 64 * 1024;
const smallBytes = 512 * 1024;
/** Read with the header of small files, which have extra fields of a few dozen bytes there. */
const usualExtraBytes = 64;

/**
 * The bytes of one file, unpacked: exactly as many as the archive's directory says, with the checksum that it says,
 * or an error; never more.
 *
 * @throws DomainError `archive-invalid`, `archive-bomb`, `archive-entry-refused`; the signal's reason
 */
export async function* archiveFileBytes(
  archive: ArchiveBytes,
  file: ArchiveFile,
  signal?: AbortSignal,
): AsyncGenerator<Buffer, undefined> {
  let size = 0;
  let checksum = 0;
  try {
    for await (const chunk of unpacked(archive, file)) {
      signal?.throwIfAborted();
      size += chunk.length;
      if (size > file.size) throw largerThanSaid(file);
      checksum = crc32(chunk, checksum);
      yield chunk;
    }
  } catch (error) {
    if (signal?.aborted === true) throw signal.reason;
    throw isOfZlib(error) ? damaged(file, error) : archiveFailure(error);
  }
  if (size !== file.size || checksum !== file.crc32) throw damaged(file);
}

async function* unpacked(archive: ArchiveBytes, file: ArchiveFile): AsyncGenerator<Buffer, undefined> {
  const isSmall = file.compressedSize <= smallCompressedBytes && file.size <= smallBytes;
  const guessedBytes =
    localHeaderBytes + file.nameLength + usualExtraBytes + (isSmall ? file.compressedSize : 0);
  const beginning = await archive.read(file.offset, guessedBytes);
  const dataStart = dataStartOf(beginning, file);
  if (file.offset + dataStart + file.compressedSize > archive.size) throw cutOff(file);
  if (!isSmall) {
    if (file.compressedSize === 0) return; // a range without bytes is none
    yield* unpackedStream(await archive.stream(file.offset + dataStart, file.compressedSize), file);
    return;
  }
  const dataEnd = dataStart + file.compressedSize;
  const data =
    dataEnd <= beginning.length
      ? beginning.subarray(dataStart, dataEnd)
      : await archive.read(file.offset + dataStart, file.compressedSize);
  yield file.isDeflated ? inflateSmall(data, file) : data;
}

/** Where a file's data begin, counted from its header. */
function dataStartOf(header: Buffer, file: ArchiveFile): number {
  if (header.length < localHeaderBytes || header.readUInt32LE(0) !== localHeaderSignature) {
    throw entryRefused(
      file.path,
      'header',
      'has no header where the directory says. Pack the archive again.',
    );
  }
  return localHeaderBytes + header.readUInt16LE(26) + header.readUInt16LE(28);
}

function inflateSmall(data: Buffer, file: ArchiveFile): Buffer {
  try {
    return inflateRawSync(data, { maxOutputLength: Math.max(file.size, 1) });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') {
      throw largerThanSaid(file);
    }
    throw error;
  }
}

async function* unpackedStream(data: Readable, file: ArchiveFile): AsyncGenerator<Buffer, undefined> {
  const chunks = file.isDeflated
    ? // Errors, and the end of a reader that leaves early, go both ways.
      pipeline(data, createInflateRaw({ chunkSize: 256 * 1024 }), () => undefined)
    : data;
  for await (const chunk of chunks) yield chunk as Buffer;
}

function isOfZlib(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && /^Z_/.test(String(thrown.code));
}

function largerThanSaid(file: ArchiveFile): Error {
  return domainError(
    'archive-bomb',
    `${quotedPath(file.path)} in the archive is larger than the archive says. Pack it again.`,
    { path: file.path, reason: 'size' },
  );
}

function damaged(file: ArchiveFile, cause?: unknown): Error {
  return archiveInvalid('damaged', `is damaged: ${quotedPath(file.path)} cannot be unpacked.`, cause);
}

function cutOff(file: ArchiveFile): Error {
  return archiveInvalid('cut-off', `ends in the middle of ${quotedPath(file.path)}.`);
}
