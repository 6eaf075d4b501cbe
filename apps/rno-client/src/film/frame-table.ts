import type { FramesChange, FrameView } from '@renderonline/contract';

/** What is known of one frame. */
export interface FrameCell extends FrameView {
  /** The first of its files that can be shown; null while there is none. */
  readonly picture: string | null;
}

/** All frames of a task, by number. Another object after every change. */
export interface FrameTable {
  /** Ascending. */
  readonly frames: readonly number[];
  readonly cells: ReadonlyMap<number, FrameCell>;
  /** The frame that was finished last, as far as this page has seen; else the last one that is done. */
  readonly newest: number | null;
}

export const noFrames: FrameTable = { frames: [], cells: new Map(), newest: null };

/** What RenderAPI makes thumbnails of. */
const pictures = /\.(?:png|jpe?g|tiff?|webp|exr)$/i;

/** @param name a file's path among the outputs */
export function isPicture(name: string): boolean {
  return pictures.test(name);
}

/** Puts frames as a page has them in; they replace what was known of them. */
export function withFrames(table: FrameTable, views: readonly FrameView[]): FrameTable {
  if (views.length === 0) return table;
  const cells = new Map(table.cells);
  for (const view of views) cells.set(view.frame, cellOf(view));
  const lastDone = views.findLast(({ state }) => state === 'done')?.frame ?? null;
  return { frames: sorted(cells), cells, newest: table.newest ?? lastDone };
}

/**
 * Puts in what an event tells. What an event does not tell (why a frame was given up, and of many at once what each has
 * produced) is unknown until the pages are read again.
 */
export function withChanges(table: FrameTable, changes: readonly FramesChange[]): FrameTable {
  if (changes.length === 0) return table;
  const cells = new Map(table.cells);
  let { newest } = table;
  let hasNew = false;
  for (const { firstFrame, lastFrame, state, outputs, attemptId, renderMs } of changes) {
    for (let frame = firstFrame; frame <= lastFrame; frame++) {
      const known = cells.get(frame);
      hasNew ||= known === undefined;
      const isOne = firstFrame === lastFrame;
      cells.set(
        frame,
        cellOf({
          ...{ frame, state, renderMs, failureReason: null },
          attemptId: attemptId ?? known?.attemptId ?? null,
          outputs: state === 'done' && isOne ? outputs : [],
        }),
      );
      if (state === 'done') newest = frame;
    }
  }
  return { frames: hasNew ? sorted(cells) : table.frames, cells, newest };
}

/** The frames that have a picture, ascending: what there is to play. */
export function framesWithPictures({ frames, cells }: FrameTable): number[] {
  return frames.filter((frame) => typeof cells.get(frame)?.picture === 'string');
}

function cellOf(view: FrameView): FrameCell {
  return { ...view, picture: view.outputs.find(({ name }) => isPicture(name))?.name ?? null };
}

function sorted(cells: ReadonlyMap<number, FrameCell>): number[] {
  return [...cells.keys()].sort((a, b) => a - b);
}
