import { expectImage } from './broken-image.ts';
import type { ExrPart, ExrTiles } from './exr-header.ts';

/** Lines in a chunk, by compression: none, RLE, ZIPS, ZIP, PIZ, PXR24, B44, B44A, DWAA, DWAB. */
const linesInChunk = [1, 1, 1, 16, 32, 16, 32, 32, 32, 256];

/** How many lines a chunk of a part has; the last one may have fewer. */
export function linesOf(part: ExrPart): number {
  const lines = linesInChunk[part.compression];
  expectImage(lines !== undefined, 'it has a compression that OpenEXR 3 does not know');
  return lines;
}

export function sizeOf({ window }: ExrPart): { width: number; height: number } {
  return { width: window.right - window.left + 1, height: window.bottom - window.top + 1 };
}

/** How many chunks a part has by its size, whatever its header says. */
export function chunksOf(part: ExrPart): number {
  const { width, height } = sizeOf(part);
  if (!part.tiles) return Math.ceil(height / linesOf(part));
  return tilesIn(part.tiles, width, height);
}

function tilesIn(
  { width: across, height: down, levels, roundsUp }: ExrTiles,
  width: number,
  height: number,
): number {
  const levelsFor = (size: number) =>
    1 + (roundsUp ? Math.ceil(Math.log2(size)) : Math.floor(Math.log2(size)));
  const sizeAt = (size: number, level: number) =>
    Math.max(1, roundsUp ? Math.ceil(size / 2 ** level) : Math.floor(size / 2 ** level));
  const tilesAt = (x: number, y: number) =>
    Math.ceil(sizeAt(width, x) / across) * Math.ceil(sizeAt(height, y) / down);
  if (levels === 0) return tilesAt(0, 0);
  if (levels === 1) {
    const count = levelsFor(Math.max(width, height));
    return Array.from({ length: count }, (_, level) => tilesAt(level, level)).reduce((a, b) => a + b, 0);
  }
  const columns = Array.from({ length: levelsFor(width) }, (_, x) => x);
  const rows = Array.from({ length: levelsFor(height) }, (_, y) => y);
  return columns.flatMap((x) => rows.map((y) => tilesAt(x, y))).reduce((a, b) => a + b, 0);
}

/** Undoes what ZIP does before it compresses: the two halves of the bytes interleaved, then differences. */
export function undoZip(bytes: Buffer): Buffer {
  for (let at = 1; at < bytes.length; at++)
    bytes[at] = ((bytes[at - 1] ?? 0) + (bytes[at] ?? 0) - 128) & 0xff;
  const half = Math.ceil(bytes.length / 2);
  const result = Buffer.allocUnsafe(bytes.length);
  for (let at = 0; at < bytes.length; at++)
    result[at] = bytes[at % 2 === 0 ? at / 2 : half + (at - 1) / 2] ?? 0;
  return result;
}
