import type { Sharp } from 'sharp';

/** @param image what is to be sent, at its size */
export function encodeThumbnail(image: Sharp): Promise<Buffer> {
  return image.webp({ quality: 80, alphaQuality: 90, effort: 2 }).toBuffer();
}
