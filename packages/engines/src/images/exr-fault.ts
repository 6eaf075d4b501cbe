import { promisify } from 'node:util';
import { inflate } from 'node:zlib';
import { BrokenImage, expectImage } from './broken-image.ts';
import { chunksOf, linesOf, sizeOf, undoZip } from './exr-chunks.ts';
import { readExrHeader, type ExrPart } from './exr-header.ts';
import type { FileWindow } from './file-window.ts';
import { createSameness, type Sameness } from './sameness.ts';

const inflated = promisify(inflate);
const flags = { tiled: 0x200, deep: 0x800, multipart: 0x1000 };
const mostParts = 1024;
const mostChunks = 16_000_000;
/** Blocks of lines that are larger are not decoded. */
const mostDecoded = 128 * 1024 * 1024;
const isZip = (compression: number): boolean => compression === 2 || compression === 3;

/**
 * Reads an EXR's headers and offset tables, and follows each chunk; ZIP and ZIPS, Blender's own choice, are decoded.
 *
 * @returns whether its only part is blank; false when that is not known
 * @throws BrokenImage
 */
export async function checkExr(file: FileWindow): Promise<boolean> {
  const version = (await file.bytes(4, 4)).readUInt32LE(0);
  expectImage((version & 0xff) === 2, 'it has a version of EXR that is not known');
  const isMultipart = (version & flags.multipart) !== 0;
  const { parts, endsAt } = await readParts(file, isMultipart, (version & flags.tiled) !== 0);
  const isDeepFile = (version & flags.deep) !== 0;
  let tableAt = endsAt;
  let isBlank = parts.length === 1 && !isDeepFile;
  for (const [index, part] of parts.entries()) {
    const chunks = chunksOf(part);
    const counted = part.chunkCount === undefined || part.chunkCount === chunks || part.isDeep;
    expectImage(counted && chunks <= mostChunks, 'its header is damaged');
    const reader = createChunkReader(file, part, isMultipart ? index : undefined, isBlank);
    const firstAt = tableAt + chunks * 8;
    for await (const offset of offsetsIn(file, tableAt, chunks)) {
      // Its writer fills the table in last.
      expectImage(offset >= firstAt && offset < file.size, 'it was not written to its end');
      await reader.read(offset);
    }
    isBlank &&= reader.isBlank();
    tableAt = firstAt;
  }
  return isBlank;
}

/** A table is read in pieces of a few thousand offsets: chunks are read in between, through the same window. */
async function* offsetsIn(
  file: FileWindow,
  tableAt: number,
  count: number,
): AsyncGenerator<number, void, undefined> {
  for (let first = 0; first < count; first += 4096) {
    const some = Math.min(4096, count - first);
    const table = Buffer.from(await file.bytes(tableAt + first * 8, some * 8));
    for (let index = 0; index < some; index++) yield Number(table.readBigUInt64LE(index * 8));
  }
}

async function readParts(
  file: FileWindow,
  isMultipart: boolean,
  isTiled: boolean,
): Promise<{ parts: ExrPart[]; endsAt: number }> {
  const parts: ExrPart[] = [];
  let at = 8;
  for (;;) {
    const { part, endsAt } = await readExrHeader(file, at, isTiled);
    at = endsAt;
    if (part) parts.push(part);
    if (!part || !isMultipart) break;
    expectImage(parts.length < mostParts, 'its header is damaged');
  }
  expectImage(parts.length > 0, 'its header is damaged');
  return { parts, endsAt: at };
}

interface ChunkReader {
  /** @throws BrokenImage */
  read(offset: number): Promise<void>;
  isBlank(): boolean;
}

function createChunkReader(
  file: FileWindow,
  part: ExrPart,
  partNumber: number | undefined,
  looksForBlank: boolean,
): ChunkReader {
  const { width, height } = sizeOf(part);
  const isPlain = !part.tiles && !part.isDeep && !part.channels.some(({ isSubsampled }) => isSubsampled);
  const lineBytes = part.channels.reduce((total, { bytesPerSample }) => total + bytesPerSample * width, 0);
  const sameness: Sameness[] | undefined =
    looksForBlank && isPlain && (isZip(part.compression) || part.compression === 0) && width * height > 1
      ? part.channels.map(({ bytesPerSample }) => createSameness(bytesPerSample))
      : undefined;
  let isBlank = sameness !== undefined;

  function look(lines: Buffer): void {
    for (let at = 0; at < lines.length && isBlank;)
      for (const [index, { bytesPerSample }] of part.channels.entries()) {
        const end = at + width * bytesPerSample;
        sameness?.[index]?.push(lines.subarray(at, end));
        isBlank &&= sameness?.[index]?.isSame === true;
        at = end;
      }
  }

  async function readLines(top: number, dataAt: number, bytes: number): Promise<void> {
    const { window } = part;
    expectImage(top >= window.top && top <= window.bottom, 'a chunk of it is damaged');
    const expected = lineBytes * Math.min(linesOf(part), window.bottom - top + 1);
    expectImage(bytes <= expected, 'a chunk of it is damaged');
    if (part.compression === 0 || bytes === expected) {
      // Lines that compression would make longer stand as they are.
      expectImage(bytes === expected, 'pixels are missing');
      if (!isBlank) return;
      look(await file.bytes(dataAt, bytes));
    } else if (isZip(part.compression) && expected <= mostDecoded) {
      const lines = await inflateLines(await file.bytes(dataAt, bytes), expected);
      if (isBlank) look(undoZip(lines));
    } else {
      isBlank = false;
      if (part.compression !== 6 && part.compression !== 7) await expectEnd(file, dataAt, bytes);
    }
  }

  return {
    async read(offset) {
      let at = offset;
      if (partNumber !== undefined) {
        expectImage((await file.bytes(at, 4)).readInt32LE(0) === partNumber, 'a chunk of it is damaged');
        at += 4;
      }
      const placeBytes = part.tiles ? 16 : 4;
      const sizeBytes = part.isDeep ? 24 : 4;
      const head = Buffer.from(await file.bytes(at, placeBytes + sizeBytes));
      const bytes = part.isDeep
        ? Number(head.readBigUInt64LE(placeBytes) + head.readBigUInt64LE(placeBytes + 8))
        : head.readInt32LE(placeBytes);
      const dataAt = at + head.length;
      expectImage(bytes > 0, 'pixels are missing');
      expectImage(dataAt + bytes <= file.size, 'the file ends too early');
      if (isPlain) await readLines(head.readInt32LE(0), dataAt, bytes);
    },
    isBlank: () => isBlank,
  };
}

/**
 * What these compressions write never ends in many zeros, but a file does whose end a crashed system had not
 * written yet. (The blocks of B44 may.)
 */
async function expectEnd(file: FileWindow, dataAt: number, bytes: number): Promise<void> {
  const length = Math.min(bytes, 32);
  const end = await file.bytes(dataAt + bytes - length, length);
  expectImage(length < 8 || end.some((byte) => byte !== 0), 'the end of a chunk was never written');
}

async function inflateLines(bytes: Buffer, expected: number): Promise<Buffer> {
  try {
    const lines = await inflated(Buffer.from(bytes), { maxOutputLength: expected });
    if (lines.length === expected) return lines;
  } catch {
    // Said below, as for too few of them.
  }
  throw new BrokenImage('its compressed pixels are damaged or incomplete');
}
