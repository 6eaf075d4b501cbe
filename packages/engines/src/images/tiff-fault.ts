import { expectImage } from './broken-image.ts';
import type { FileWindow } from './file-window.ts';
import { inflatePieces } from './inflate-pieces.ts';
import { createSameness, ditheredLevels } from './sameness.ts';
import { directoriesOf, type TiffDirectory } from './tiff-directory.ts';

const tags = {
  width: 256,
  height: 257,
  bitsPerSample: 258,
  compression: 259,
  stripOffsets: 273,
  samplesPerPixel: 277,
  rowsPerStrip: 278,
  stripByteCounts: 279,
  planarConfiguration: 284,
  predictor: 317,
  tileWidth: 322,
  tileHeight: 323,
  tileOffsets: 324,
  tileByteCounts: 325,
};
const deflate: ReadonlySet<number> = new Set([8, 32946]);
const uncompressed = 1;

/** A strip or a tile: where its bytes are, and what they are of. */
interface Piece {
  readonly offset: number;
  readonly bytes: number;
  readonly rows: number;
}

interface Picture {
  readonly pieces: readonly Piece[];
  readonly rowBytes: number;
  readonly compression: number;
  /** What it takes to tell whether all pixels are the same; undefined where that is not looked at. */
  readonly pixels: ComparablePixels | undefined;
}

interface ComparablePixels {
  readonly bytes: number;
  /** Each pixel but a row's first is stored as what it differs by from the one before it. */
  readonly hasDifferences: boolean;
  /** Its samples are of so few bits that renderers dither them. */
  readonly isDithered: boolean;
}

/**
 * Follows the directories of a TIFF, sees that all strips and tiles are within the file, and decodes those that are
 * deflated, as Blender's are, or not compressed at all.
 *
 * @returns whether its only picture is blank; false when that is not known
 * @throws BrokenImage
 */
export async function checkTiff(file: FileWindow): Promise<boolean> {
  let pictures = 0;
  let isBlank = true;
  for await (const directory of directoriesOf(file)) {
    pictures += 1;
    isBlank = (await checkPicture(file, pictureOf(directory, file.size))) && isBlank;
  }
  return isBlank && pictures === 1;
}

function pictureOf(directory: TiffDirectory, fileSize: number): Picture {
  const [width, height] = [directory.one(tags.width, 0), directory.one(tags.height, 0)];
  expectImage(width > 0 && height > 0, 'it has no size');
  const samples = directory.one(tags.samplesPerPixel, 1);
  const bits = directory.one(tags.bitsPerSample, 1);
  const isPlanar = directory.one(tags.planarConfiguration, 1) === 2;
  const isTiled = directory.all(tags.tileOffsets).length > 0;
  const bitsPerPixel = isPlanar ? bits : samples * bits;
  const [pieceWidth, pieceHeight] = isTiled
    ? [directory.one(tags.tileWidth, 0), directory.one(tags.tileHeight, 0)]
    : [width, Math.min(height, directory.one(tags.rowsPerStrip, height))];
  expectImage(pieceWidth > 0 && pieceHeight > 0 && bitsPerPixel > 0, 'its directories are damaged');
  const offsets = directory.all(isTiled ? tags.tileOffsets : tags.stripOffsets);
  const counts = directory.all(isTiled ? tags.tileByteCounts : tags.stripByteCounts);
  const [across, down] = [Math.ceil(width / pieceWidth), Math.ceil(height / pieceHeight)];
  const expected = across * down * (isPlanar ? samples : 1);
  expectImage(offsets.length === expected && counts.length === expected, 'pixels are missing');
  const pieces = offsets.map((offset, index) => {
    const bytes = counts[index] ?? 0;
    expectImage(offset > 0 && bytes > 0, 'pixels are missing');
    expectImage(offset + bytes <= fileSize, 'the file ends too early');
    const rows = isTiled ? pieceHeight : Math.min(pieceHeight, height - (index % down) * pieceHeight);
    return { offset, bytes, rows };
  });
  const predictor = directory.one(tags.predictor, 1);
  const isComparable =
    !isTiled && !isPlanar && bitsPerPixel % 8 === 0 && predictor <= 2 && width * height > 1;
  return {
    pieces,
    rowBytes: Math.ceil((pieceWidth * bitsPerPixel) / 8),
    compression: directory.one(tags.compression, uncompressed),
    pixels: isComparable
      ? { bytes: bitsPerPixel / 8, hasDifferences: predictor === 2, isDithered: bits === 8 && samples > 1 }
      : undefined,
  };
}

/** @returns whether it is blank. */
async function checkPicture(file: FileWindow, picture: Picture): Promise<boolean> {
  const { pieces, rowBytes, compression, pixels } = picture;
  const rows = pixels && createRows(rowBytes, pixels);
  for (const { offset, bytes, rows: height } of pieces) {
    const expectedBytes = rowBytes * height;
    if (deflate.has(compression)) {
      await inflatePieces(file.pieces(offset, bytes), expectedBytes, (piece) => rows?.push(piece));
    } else if (compression === uncompressed) {
      expectImage(bytes >= expectedBytes, 'pixels are missing');
      for await (const piece of file.pieces(offset, expectedBytes)) rows?.push(piece);
    } else {
      return false;
    }
  }
  return rows?.isBlank() === true;
}

/** Puts rows together; with differences (predictor 2) a row of equal pixels is its first one and zeros. */
function createRows(rowBytes: number, pixels: ComparablePixels) {
  const sameness = createSameness(pixels.bytes, pixels.isDithered ? ditheredLevels : 0);
  const row = Buffer.alloc(rowBytes);
  const zeros = Buffer.alloc(rowBytes - pixels.bytes);
  let filled = 0;
  let hasDifference = false;

  return {
    push(piece: Buffer) {
      for (let at = 0; at < piece.length && !hasDifference && sameness.isSame;) {
        const length = Math.min(rowBytes - filled, piece.length - at);
        piece.copy(row, filled, at, at + length);
        filled += length;
        at += length;
        if (filled < rowBytes) continue;
        filled = 0;
        if (pixels.hasDifferences && pixels.isDithered) undoDifferences(row, pixels.bytes);
        else if (pixels.hasDifferences) hasDifference = !row.subarray(pixels.bytes).equals(zeros);
        const isFirstEnough = pixels.hasDifferences && !pixels.isDithered;
        sameness.push(isFirstEnough ? row.subarray(0, pixels.bytes) : row);
      }
    },
    isBlank: () => !hasDifference && sameness.isSame,
  };
}

/** Of samples of eight bits. */
function undoDifferences(row: Buffer, bytesPerPixel: number): void {
  for (let at = bytesPerPixel; at < row.length; at++)
    row[at] = ((row[at] ?? 0) + (row[at - bytesPerPixel] ?? 0)) & 0xff;
}
