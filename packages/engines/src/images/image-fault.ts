import { extname } from 'node:path';
import { BrokenImage } from './broken-image.ts';
import { checkExr } from './exr-fault.ts';
import { openFileWindow, type FileWindow } from './file-window.ts';
import { checkJpeg } from './jpeg-fault.ts';
import { checkPng } from './png-fault.ts';
import { checkTiff } from './tiff-fault.ts';

export type ImageFormat = 'png' | 'jpeg' | 'tiff' | 'exr';

/** What a look at an image file found. */
export interface ImageVerdict {
  /** Why the file is not a whole image, for people; null when it is whole, or of a format we do not know. */
  readonly fault: string | null;
  /** Something odd about a whole image (it is blank), for people. */
  readonly warning: string | null;
  readonly format: ImageFormat | null;
}

const beginnings: readonly (readonly [ImageFormat, string])[] = [
  ['png', '89504e470d0a1a0a'],
  ['jpeg', 'ffd8ff'],
  ['tiff', '49492a00'],
  ['tiff', '4d4d002a'],
  ['tiff', '49492b00'],
  ['tiff', '4d4d002b'],
  ['exr', '762f3101'],
];
const extensions: Readonly<Record<string, ImageFormat>> = {
  '.png': 'png',
  '.jpg': 'jpeg',
  '.jpeg': 'jpeg',
  '.tif': 'tiff',
  '.tiff': 'tiff',
  '.exr': 'exr',
};
/** Each reads a file of its format to its end and returns whether it is blank. */
const checks: Readonly<Record<ImageFormat, (file: FileWindow) => Promise<boolean>>> = {
  png: checkPng,
  jpeg: checkJpeg,
  tiff: checkTiff,
  exr: checkExr,
};

/**
 * Whether an image file is whole. It is read once, through a window: of EXR a block of lines is held, of the
 * others some 300 KiB, whatever their size. The format is told by the first bytes, and where they say nothing, by
 * the extension.
 *
 * @throws the system's error when the file cannot be read.
 */
export async function imageFault(path: string): Promise<ImageVerdict> {
  const file = await openFileWindow(path);
  try {
    const expected = extensions[extname(path).toLowerCase()];
    const begun = (await file.bytes(0, Math.min(8, file.size))).toString('hex');
    const format = beginnings.find(([, beginning]) => begun.startsWith(beginning))?.[0];
    if (format !== undefined) return await verdict(format, file);
    if (expected === undefined) return { fault: null, warning: null, format: null };
    const fault =
      file.size === 0 ? 'the file is empty' : `the file does not begin as ${names[expected]} does`;
    return { fault, warning: null, format: expected };
  } finally {
    await file.close();
  }
}

const names: Readonly<Record<ImageFormat, string>> = {
  png: 'a PNG',
  jpeg: 'a JPEG',
  tiff: 'a TIFF',
  exr: 'an EXR',
};

async function verdict(format: ImageFormat, file: FileWindow): Promise<ImageVerdict> {
  try {
    const isBlank = await checks[format](file);
    const warning = isBlank ? 'the image is blank: all of its pixels look the same' : null;
    return { fault: null, warning, format };
  } catch (error) {
    if (!(error instanceof BrokenImage)) throw error;
    return {
      fault: `the file is not a whole ${format.toUpperCase()}: ${error.message}`,
      warning: null,
      format,
    };
  }
}
