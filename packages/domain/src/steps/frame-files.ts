import { extensionOf } from '../tasks/file-name.ts';
import type { Manifest } from '../projects/manifest.ts';

/** An accepted file of a frame. */
export interface FrameFile {
  readonly frame: number;
  /** Relative to the task's output folder, `/`-separated. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly sha256: string;
}

/** The files that a step takes, in the order of their frames, and what they are called in its project. */
export type StepFile = FrameFile & { readonly path: string };

const images = new Set('png jpg jpeg tif tiff exr bmp tga webp hdr dpx cin jp2'.split(' '));

/**
 * What a step takes of what another task has put out: one file a frame, numbered from 1 without gaps and with as many
 * digits as ffmpeg's `%06d`, whatever the renderer called them. Frames of several files (passes, views) give those that
 * are called like the files of most frames; images go before other files, then the shortest and first name counts.
 */
export function stepFiles(outputs: readonly FrameFile[]): StepFile[] {
  const series = new Map<string, Map<number, FrameFile>>();
  for (const output of outputs) {
    const key = seriesOf(output);
    const frames = series.get(key) ?? new Map<number, FrameFile>();
    series.set(key, frames);
    if (!frames.has(output.frame)) frames.set(output.frame, output);
  }
  const [main] = [...series].sort(
    ([one, oneFrames], [other, otherFrames]) =>
      otherFrames.size - oneFrames.size ||
      Number(isImage(other)) - Number(isImage(one)) ||
      one.split('/').length - other.split('/').length ||
      one.length - other.length ||
      (one < other ? -1 : 1),
  );
  return [...(main?.[1].values() ?? [])]
    .sort((one, other) => one.frame - other.frame)
    .map((file, index) => ({ ...file, path: `${String(index + 1).padStart(6, '0')}${safeExtension(file)}` }));
}

/** The project of a step; undefined when there is nothing that it could take. */
export function stepManifest(files: readonly StepFile[]): Manifest | undefined {
  const [first] = files;
  if (first === undefined) return undefined;
  return { mainPath: first.path, files: files.map(({ path, size, sha256 }) => ({ path, size, sha256 })) };
}

/** The name without its frame: the last number in it, when that is the frame's. */
function seriesOf({ name, frame }: FrameFile): string {
  const base = name.slice(name.lastIndexOf('/') + 1);
  const folder = name.slice(0, name.length - base.length);
  const extension = extensionOf(base);
  const stem = base.slice(0, base.length - extension.length);
  const number = frame < 0 ? /-\d+/g : /\d+/g;
  const numbers = [...stem.matchAll(number)].filter(([digits]) => Number(digits) === frame);
  const last = numbers.at(-1);
  const numbered =
    last === undefined ? stem : `${stem.slice(0, last.index)}#${stem.slice(last.index + last[0].length)}`;
  return `${folder}${numbered}${extension.toLowerCase()}`;
}

function isImage(series: string): boolean {
  return images.has(extensionOf(series).slice(1).toLowerCase());
}

/** An extension goes into templates, next to other text. */
function safeExtension({ name }: FrameFile): string {
  const extension = extensionOf(name).toLowerCase();
  return /^\.[a-z0-9]{1,8}$/.test(extension) ? extension : '';
}
