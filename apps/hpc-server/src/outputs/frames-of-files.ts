import type { FrameRange } from '@renderonline/domain';
import type { RenderedFile } from './find-output-files.ts';

/** What a lease's frames and the renderer's own words make of its files. */
export interface LeaseFiles {
  /** All frames that the renderer was told to render, those that were taken back meanwhile too. */
  readonly frames: FrameRange;
  readonly files: readonly RenderedFile[];
  /** Which frame a file belongs to, as the renderer said, by path. */
  readonly told: ReadonlyMap<string, number>;
}

/** The files of one frame: as the renderer said, or by the number in their names. */
export function filesOfFrame(frame: number, { frames, files, told }: LeaseFiles): RenderedFile[] {
  return files.filter(({ path, name }) => (told.get(path) ?? frameInName(name, frames)) === frame);
}

/**
 * Shares all files of a lease that ended well among its frames. What belongs to none (a movie, a text) goes with
 * the last frame that is done.
 *
 * @param frames those that are still to be settled
 * @param saidDone frames that the renderer reported as done, which may have no file of their own (of a movie)
 * @returns the files of each frame that is done; frames that are not are missing
 */
export function shareFiles(
  frames: readonly number[],
  lease: LeaseFiles,
  saidDone: ReadonlySet<number>,
): Map<number, RenderedFile[]> {
  const { first, last } = lease.frames;
  if (first === last && frames.includes(first)) {
    return new Map(lease.files.length > 0 ? [[first, [...lease.files]]] : []);
  }
  const shared = new Map<number, RenderedFile[]>();
  const owned = new Set<RenderedFile>();
  for (const frame of frames) {
    const own = filesOfFrame(frame, lease);
    for (const file of own) owned.add(file);
    if (own.length > 0) shared.set(frame, own);
  }
  const rest = lease.files.filter((file) => !owned.has(file) && belongsToNone(file, lease));
  if (rest.length === 0) return shared;
  const isOneWork = shared.size === 0 && saidDone.size === 0;
  for (const frame of frames)
    if (isOneWork || saidDone.has(frame)) shared.set(frame, shared.get(frame) ?? []);
  const lastDone = frames.findLast((frame) => shared.has(frame));
  if (lastDone !== undefined) shared.set(lastDone, [...(shared.get(lastDone) ?? []), ...rest]);
  return shared;
}

function belongsToNone({ path, name }: RenderedFile, { frames, told }: LeaseFiles): boolean {
  return told.get(path) === undefined && frameInName(name, frames) === undefined;
}

/**
 * The frame that a file's name tells: the number of the most digits that is one of the lease's frames, the last
 * of several.
 */
function frameInName(name: string, { first, last }: FrameRange): number | undefined {
  const stem = name.slice(name.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '');
  let found: { frame: number; digits: number } | undefined;
  for (const [text, digits = ''] of stem.matchAll(/-?(\d{1,10})/g)) {
    const frame = [Number(text), Number(digits)].find((number) => number >= first && number <= last);
    if (frame !== undefined && digits.length >= (found?.digits ?? 0))
      found = { frame, digits: digits.length };
  }
  return found?.frame;
}
