import { createInflate } from 'node:zlib';
import { BrokenImage, expectImage } from './broken-image.ts';

/**
 * Inflates one zlib stream and checks that it is complete, its checksum right, and its content as long as it
 * should be.
 *
 * @param compressed valid until the next one is asked for
 * @param expectedBytes exactly so much must come out
 * @param take is given what comes out, in order
 * @throws BrokenImage
 */
export async function inflatePieces(
  compressed: AsyncIterable<Buffer>,
  expectedBytes: number,
  take: (piece: Buffer) => void,
): Promise<void> {
  const inflate = createInflate();
  let bytes = 0;
  const done = new Promise<void>((resolve, reject) => {
    inflate.on('data', (piece: Buffer) => {
      bytes += piece.length;
      if (bytes > expectedBytes) inflate.destroy(new BrokenImage('it holds more pixels than its size says'));
      else take(piece);
    });
    inflate.once('end', resolve).once('close', resolve).once('error', reject);
  });
  // Looked at below; until then an error must not count as nobody's.
  done.catch(() => undefined);
  try {
    for await (const piece of compressed) {
      // The window is used again, so what is not consumed at once must be a copy.
      await new Promise<void>((resolve) =>
        inflate.write(Buffer.from(piece), () => {
          resolve();
        }),
      );
      if (inflate.destroyed) break;
    }
    if (!inflate.destroyed) inflate.end();
    await done;
  } catch (error) {
    if (error instanceof BrokenImage) throw error;
    throw new BrokenImage('its compressed pixels are damaged or incomplete');
  } finally {
    inflate.destroy();
  }
  expectImage(bytes === expectedBytes, 'pixels are missing');
}
