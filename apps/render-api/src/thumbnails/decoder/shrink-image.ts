import type { FileHandle } from 'node:fs/promises';
import sharp from 'sharp';
import { ThumbnailError } from './decoder-message.ts';
import { encodeThumbnail } from './encode-thumbnail.ts';
import { mostPixels } from './decoder-limits.ts';

// Only what we name is decoded; the library knows many more formats, and each is a door.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: [
    'VipsForeignLoadPngBuffer',
    'VipsForeignLoadJpegBuffer',
    'VipsForeignLoadTiffBuffer',
    'VipsForeignLoadWebpBuffer',
  ],
});
sharp.cache(false);
sharp.concurrency(1);

/** Larger files are not read into memory. Bytes. */
const mostBytes = 384 * 1024 * 1024;

/**
 * Makes the thumbnail of a PNG, JPEG, TIFF or WebP.
 *
 * @throws ThumbnailError 'failed'; Error of the decoder
 */
export async function shrinkImage(file: FileHandle, edge: number): Promise<Buffer> {
  const { size } = await file.stat();
  if (size > mostBytes) throw new ThumbnailError('failed', `It is larger than ${mostBytes} bytes.`);
  const image = sharp(await file.readFile(), {
    limitInputPixels: mostPixels,
    sequentialRead: true,
    failOn: 'truncated',
    pages: 1,
  });
  return encodeThumbnail(
    image.rotate().resize({ width: edge, height: edge, fit: 'inside', withoutEnlargement: true }),
  );
}
