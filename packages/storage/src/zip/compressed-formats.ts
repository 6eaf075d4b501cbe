import { extname } from 'node:path';

/** Formats that hold compressed data already: deflating them again costs time and gains nothing. */
const compressed: ReadonlySet<string> = new Set([
  ...['.png', '.jpg', '.jpeg', '.jpe', '.jp2', '.j2k', '.j2c', '.jxl', '.webp', '.avif', '.heic', '.gif'],
  ...['.exr', '.tif', '.tiff'],
  ...[
    '.mp4',
    '.m4v',
    '.mov',
    '.mkv',
    '.webm',
    '.avi',
    '.mpg',
    '.mpeg',
    '.ogv',
    '.ogg',
    '.mp3',
    '.flac',
    '.opus',
  ],
  ...['.zip', '.gz', '.bz2', '.xz', '.zst', '.7z', '.rar', '.br', '.vdb', '.blend'],
]);

/**
 * Whether a file goes into the archive as it is. Judged by its extension. TIFF and scenes may be
 * uncompressed, but Blender's TIFF is not, and a scene is mostly packed images or saved compressed.
 */
export function isCompressedFormat(path: string): boolean {
  return compressed.has(extname(path).toLowerCase());
}
