import { expectImage } from './broken-image.ts';
import { createSameness, ditheredLevels } from './sameness.ts';

export interface PngHeader {
  readonly width: number;
  readonly height: number;
  readonly bitDepth: number;
  readonly colorType: number;
  readonly isInterlaced: boolean;
}

/** Samples of a pixel, by colour type. */
const samplesOf: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const depthsOf: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};
/** The colour type whose samples are places in a palette: neighbours may be of any colour. */
const palette = 3;
/** Adam7: first column and row of each pass, and the steps between its columns and rows. */
const adam7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** Decodes a PNG's rows as far as it takes to know whether all pixels are the same. */
export interface PngRows {
  /** Of all rows, with the filter byte of each. */
  readonly expectedBytes: number;
  /** @throws BrokenImage for a filter that there is not. */
  push(inflated: Buffer): void;
  isBlank(): boolean;
}

export function createPngRows(header: PngHeader): PngRows {
  const { width, height, bitDepth, colorType, isInterlaced } = header;
  const samples = samplesOf[colorType] ?? 0;
  expectImage(
    depthsOf[colorType]?.includes(bitDepth) === true,
    'it has a colour type that PNG does not know',
  );
  const bitsPerPixel = samples * bitDepth;
  const rowBytes = (columns: number) => Math.ceil((columns * bitsPerPixel) / 8);
  const passes = (isInterlaced ? adam7 : [[0, 0, 1, 1] as const])
    .map(([left, top, across, down]) => ({
      bytes: rowBytes(Math.ceil((width - left) / across)),
      rows: Math.ceil((height - top) / down),
    }))
    .filter(({ bytes, rows }) => bytes > 0 && rows > 0);
  const bytesPerPixel = Math.max(1, bitsPerPixel / 8);
  // Pixels smaller than a byte are not told apart: nobody renders to them.
  const levels = bitDepth === 8 && colorType !== palette ? ditheredLevels : 0;
  const sameness = bitsPerPixel < 8 ? undefined : createSameness(bytesPerPixel, levels);
  let pass = 0;
  let row = 0;
  let filled = 0;
  let current = Buffer.alloc(1 + (passes[0]?.bytes ?? 0));
  let previous = Buffer.alloc(current.length);

  function endRow(): void {
    const filter = current[0] ?? 0;
    expectImage(filter <= 4, 'a row of it has a filter that PNG does not know');
    if (sameness?.isSame === true) {
      unfilter(current, previous, filter, bytesPerPixel);
      sameness.push(current.subarray(1));
      [current, previous] = [previous, current];
    }
    filled = 0;
    row += 1;
    if (row < (passes[pass]?.rows ?? 0)) return;
    row = 0;
    pass += 1;
    current = Buffer.alloc(1 + (passes[pass]?.bytes ?? 0));
    previous = Buffer.alloc(current.length);
  }

  return {
    expectedBytes: passes.reduce((total, { bytes, rows }) => total + (bytes + 1) * rows, 0),
    push(inflated) {
      for (let at = 0; at < inflated.length;) {
        const length = Math.min(current.length - filled, inflated.length - at);
        inflated.copy(current, filled, at, at + length);
        filled += length;
        at += length;
        if (filled === current.length) endRow();
      }
    },
    isBlank: () => sameness?.isSame === true && sameness.pixels > 1,
  };
}

/** Undoes a row's filter in place; both buffers begin with the filter byte. */
function unfilter(row: Buffer, above: Buffer, filter: number, bytesPerPixel: number): void {
  if (filter === 0) return;
  for (let at = 1; at < row.length; at++) {
    const left = at > bytesPerPixel ? (row[at - bytesPerPixel] ?? 0) : 0;
    const up = above[at] ?? 0;
    const upLeft = at > bytesPerPixel ? (above[at - bytesPerPixel] ?? 0) : 0;
    row[at] = ((row[at] ?? 0) + predict(filter, left, up, upLeft)) & 0xff;
  }
}

function predict(filter: number, left: number, up: number, upLeft: number): number {
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  const estimate = left + up - upLeft;
  const [toLeft, toUp, toUpLeft] = [left, up, upLeft].map((value) => Math.abs(estimate - value));
  if ((toLeft ?? 0) <= (toUp ?? 0) && (toLeft ?? 0) <= (toUpLeft ?? 0)) return left;
  return (toUp ?? 0) <= (toUpLeft ?? 0) ? up : upLeft;
}
