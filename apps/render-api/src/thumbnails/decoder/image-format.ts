/** The formats that thumbnails are made of. */
export type ImageFormat = 'png' | 'jpeg' | 'tiff' | 'webp' | 'exr';

/** Bytes that tell them apart. */
export const signatureBytes = 12;

/** What an image is, by its first bytes: names are the renderers' business. @returns undefined when it is none of ours */
export function imageFormatOf(head: Buffer): ImageFormat | undefined {
  const hex = head.toString('hex', 0, signatureBytes);
  if (hex.startsWith('89504e470d0a1a0a')) return 'png';
  if (hex.startsWith('ffd8ff')) return 'jpeg';
  if (/^(?:49492[ab]00|4d4d002[ab])/.test(hex)) return 'tiff';
  if (/^52494646.{8}57454250/.test(hex)) return 'webp';
  if (hex.startsWith('762f3101')) return 'exr';
  return undefined;
}
