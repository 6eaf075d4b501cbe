import type { AddStepRequest } from '@renderonline/contract';
import { formatRanges, type FrameRange } from '@renderonline/domain';

/** What the preset `ffmpeg-images` writes, and what it calls it. */
const extensions = { jpeg: '.jpg', png: '.png', tiff: '.tif', bmp: '.bmp' } as const;
export type ImageFormat = keyof typeof extensions;
export const formats = ['jpeg', 'png', 'tiff', 'bmp'] as const satisfies readonly ImageFormat[];

/** So many tasks may take one task's frames at a time. */
export const mostConversions = 8;

/** @returns the format that was chosen; JPEG when none was */
export function readFormat(text: string | null): ImageFormat {
  return formats.find((format) => format === text) ?? 'jpeg';
}

/**
 * The step that writes frames in another format, under their numbers.
 *
 * @param range frames without a gap: a step numbers its frames on from the first one
 */
export function conversionOf(engineId: number, format: ImageFormat, range: FrameRange): AddStepRequest {
  const [first, last] = [String(range.first), String(range.last)];
  return {
    engineId,
    frames: formatRanges([range]),
    arguments: {
      ...{ start_frame: first, end_frame: last, first_frame: first, image_extension: extensions[format] },
      ...(format === 'jpeg' ? { image_quality: '2' } : {}),
    },
  };
}
