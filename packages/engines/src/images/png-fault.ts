import { crc32 } from 'node:zlib';
import { expectImage } from './broken-image.ts';
import type { FileWindow } from './file-window.ts';
import { inflatePieces } from './inflate-pieces.ts';
import { createPngRows, type PngHeader } from './png-rows.ts';

const longestChunk = 0x7fffffff;
const headerBytes = 13;

interface Chunk {
  readonly type: string;
  readonly dataAt: number;
  readonly length: number;
}

/**
 * Reads a PNG to its end: every chunk's checksum, and all of its pixels.
 *
 * @returns whether it is blank
 * @throws BrokenImage
 */
export async function checkPng(file: FileWindow): Promise<boolean> {
  const first = await chunkAt(file, 8);
  expectImage(first.type === 'IHDR' && first.length === headerBytes, 'it does not begin with its size');
  await checkSum(file, first);
  const rows = createPngRows(readHeader(await file.bytes(first.dataAt, headerBytes)));
  let next = await chunkAt(file, endOf(first));
  while (next.type !== 'IDAT') {
    expectImage(next.type !== 'IEND', 'it has no pixels');
    await checkSum(file, next);
    next = await chunkAt(file, endOf(next));
  }
  await inflatePieces(pixelData(), rows.expectedBytes, (piece) => {
    rows.push(piece);
  });
  while (next.type !== 'IEND') {
    await checkSum(file, next);
    next = await chunkAt(file, endOf(next));
  }
  await checkSum(file, next);
  return rows.isBlank();

  /** The data of the IDAT chunks, which stand one after another; `next` is the chunk behind them then. */
  async function* pixelData(): AsyncGenerator<Buffer, void, undefined> {
    while (next.type === 'IDAT') {
      let sum = crc32(next.type);
      for await (const piece of file.pieces(next.dataAt, next.length)) {
        sum = crc32(piece, sum);
        yield piece;
      }
      await expectSum(file, next, sum);
      next = await chunkAt(file, endOf(next));
    }
  }
}

function readHeader(data: Buffer): PngHeader {
  const [width, height] = [data.readUInt32BE(0), data.readUInt32BE(4)];
  expectImage(width > 0 && height > 0 && width <= longestChunk && height <= longestChunk, 'it has no size');
  expectImage((data[10] ?? 1) === 0 && (data[11] ?? 1) === 0 && (data[12] ?? 2) < 2, 'its header is damaged');
  return {
    width,
    height,
    bitDepth: data[8] ?? 0,
    colorType: data[9] ?? 0,
    isInterlaced: data[12] === 1,
  };
}

async function chunkAt(file: FileWindow, offset: number): Promise<Chunk> {
  const head = await file.bytes(offset, 8);
  const length = head.readUInt32BE(0);
  const type = head.toString('latin1', 4, 8);
  expectImage(/^[A-Za-z]{4}$/.test(type) && length <= longestChunk, 'a chunk of it is damaged');
  return { type, dataAt: offset + 8, length };
}

const endOf = ({ dataAt, length }: Chunk): number => dataAt + length + 4;

async function checkSum(file: FileWindow, chunk: Chunk): Promise<void> {
  let sum = crc32(chunk.type);
  for await (const piece of file.pieces(chunk.dataAt, chunk.length)) sum = crc32(piece, sum);
  await expectSum(file, chunk, sum);
}

async function expectSum(file: FileWindow, { type, dataAt, length }: Chunk, sum: number): Promise<void> {
  const written = (await file.bytes(dataAt + length, 4)).readUInt32BE(0);
  expectImage(written === sum, `the checksum of its ${type} chunk is wrong`);
}
