import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createInflate } from 'node:zlib';
import { BrokenImage, expectImage } from './broken-image.ts';

/**
 * Inflates one zlib stream and checks that it is complete, its checksum right, and its content as long as it
 * should be.
 *
 * @param compressed pieces that are valid until the next one is asked for
 * @param expectedBytes exactly so much must come out
 * @param take is given what comes out, in order
 * @throws BrokenImage
 */
export async function inflatePieces(
  compressed: AsyncIterable<Buffer>,
  expectedBytes: number,
  take: (piece: Buffer) => void,
): Promise<void> {
  let bytes = 0;
  try {
    await pipeline(
      Readable.from(copies(compressed), { highWaterMark: 1 }),
      createInflate(),
      async (inflated: AsyncIterable<Buffer>) => {
        for await (const piece of inflated) {
          bytes += piece.length;
          expectImage(bytes <= expectedBytes, 'it has more pixels than its size says');
          take(piece);
        }
      },
    );
  } catch (error) {
    if (error instanceof BrokenImage || !isZlibError(error)) throw error;
    throw new BrokenImage('its compressed pixels are damaged or incomplete');
  }
  expectImage(bytes === expectedBytes, 'pixels are missing');
}

/** Streams read ahead, and the window behind the pieces is used again. */
async function* copies(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  for await (const piece of pieces) yield Buffer.from(piece);
}

function isZlibError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
}
