import { expectImage } from './broken-image.ts';
import type { FileWindow } from './file-window.ts';

/** One picture of a TIFF: its numbers by tag. */
export interface TiffDirectory {
  /** The first number of a tag, or what it is when the tag is missing. */
  one(tag: number, otherwise: number): number;
  all(tag: number): readonly number[];
}

interface Layout {
  readonly isLittle: boolean;
  readonly isBig: boolean;
}

/** Bytes of a value, by type from 1 (byte) to 18 (offset of 64 bits); 14 and 15 are no types. */
const typeBytes = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8];
/** Types of whole numbers: byte, short, long, and offsets. */
const numberTypes: ReadonlySet<number> = new Set([1, 3, 4, 13, 16, 18]);
const mostDirectories = 1000;
const mostValues = 4_000_000;
/** More than any TIFF tag list; a damaged count must not make us read for long. */
const mostEntries = 4096;

/**
 * Walks through the directories of a TIFF or BigTIFF.
 *
 * @throws BrokenImage
 */
export async function* directoriesOf(file: FileWindow): AsyncGenerator<TiffDirectory, void, undefined> {
  const head = await file.bytes(0, 8);
  const isLittle = head.toString('latin1', 0, 2) === 'II';
  const isBig = number(head, 2, 2, isLittle) === 43;
  const layout = { isLittle, isBig };
  let at = isBig ? await numberAt(file, 8, 8, isLittle) : number(head, 4, 4, isLittle);
  const seen = new Set<number>();
  expectImage(at !== 0, 'it has no pictures');
  while (at !== 0) {
    expectImage(!seen.has(at) && seen.size < mostDirectories, 'its directories are damaged');
    seen.add(at);
    const { directory, next } = await readDirectory(file, at, layout);
    yield directory;
    at = next;
  }
}

async function readDirectory(
  file: FileWindow,
  at: number,
  { isLittle, isBig }: Layout,
): Promise<{ directory: TiffDirectory; next: number }> {
  const [countBytes, entryBytes, offsetBytes] = isBig ? [8, 20, 8] : [2, 12, 4];
  const count = await numberAt(file, at, countBytes, isLittle);
  expectImage(count > 0 && count <= mostEntries, 'its directories are damaged');
  const entries = Buffer.from(await file.bytes(at + countBytes, count * entryBytes));
  const numbers = new Map<number, readonly number[]>();
  for (let index = 0; index < count; index++) {
    const entry = entries.subarray(index * entryBytes, (index + 1) * entryBytes);
    const type = number(entry, 2, 2, isLittle);
    const size = typeBytes[type] ?? 0;
    const values = number(entry, 4, offsetBytes, isLittle);
    const inline = entry.subarray(4 + offsetBytes);
    const isInline = values * size <= offsetBytes;
    const offset = number(inline, 0, offsetBytes, isLittle);
    expectImage(isInline || offset + values * size <= file.size, 'the file ends too early');
    if (!numberTypes.has(type)) continue;
    expectImage(values <= mostValues, 'its directories are damaged');
    const bytes = isInline ? inline : await file.bytes(offset, values * size);
    const tag = number(entry, 0, 2, isLittle);
    numbers.set(
      tag,
      Array.from({ length: values }, (_, item) => number(bytes, item * size, size, isLittle)),
    );
  }
  const next = await numberAt(file, at + countBytes + count * entryBytes, offsetBytes, isLittle);
  return {
    directory: {
      one: (tag, otherwise) => numbers.get(tag)?.[0] ?? otherwise,
      all: (tag) => numbers.get(tag) ?? [],
    },
    next,
  };
}

async function numberAt(file: FileWindow, at: number, size: number, isLittle: boolean): Promise<number> {
  return number(await file.bytes(at, size), 0, size, isLittle);
}

function number(bytes: Buffer, at: number, size: number, isLittle: boolean): number {
  if (size === 8) return Number(isLittle ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at));
  return isLittle ? bytes.readUIntLE(at, size) : bytes.readUIntBE(at, size);
}
