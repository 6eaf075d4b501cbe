import { createBlenderParser } from '../parsers/blender-parser.ts';

/** An estimate never says that a frame is done. */
const mostEstimated = 0.99;
const remainingTime = /\bRemaining: ?((?:\d+:)?(?:\d+:)?\d+(?:\.\d+)?)/;
/** The end of a frame; with adaptive sampling the last samples are not told of. */
const frameTime = /^\s*Time: ?[\d:.]+ \(Saving: ?[\d:.]+\)/;
/** What later versions log, and where files went: nothing that Blender is doing. */
const logLine = /^(?:\d+:\d\d\.\d+ +[\w.]+ +\| |Saved: )/;
const longestNote = 200;

/** How far one frame is, from what Blender says now and then, and from the clock in between. */
export interface FrameProgress {
  /** A status text: a line of output, or what Blender gives its handlers. */
  read(text: string, elapsedMs: number): void;
  /** @returns from 0 to 1; never less than it was. */
  fractionAt(elapsedMs: number): number;
  /** What Blender is doing, in its words. */
  readonly note: string | null;
}

/**
 * Cycles speaks seldom: in 3.4 a frame of half a minute has a line after its first sample and one at its end. But
 * the first one says how much time remains, and until the next one the clock is believed.
 *
 * @param frame lines of other frames are ignored
 */
export function createFrameProgress(frame: number): FrameProgress {
  const parser = createBlenderParser();
  let startedMs: number | undefined;
  let remaining: { saidMs: number; ms: number } | undefined;
  let highest = 0;
  let note: string | null = null;

  function estimateAt(elapsedMs: number): number {
    if (!remaining || startedMs === undefined) return 0;
    const total = remaining.saidMs + remaining.ms - startedMs;
    return total <= 0 ? 0 : Math.min(mostEstimated, (elapsedMs - startedMs) / total);
  }

  return {
    read(text, elapsedMs) {
      if (frameTime.test(text)) highest = 1;
      if (frameTime.test(text) || logLine.test(text)) return;
      // What handlers are given does not name the frame.
      const line = /\bFra: ?-?\d/.test(text) ? text : `Fra:${frame} ${text}`;
      for (const event of parser.push(`${line}\n`)) {
        if (event.kind !== 'frame-progress' || event.frame !== frame) continue;
        startedMs ??= elapsedMs;
        highest = Math.max(highest, event.fraction);
      }
      if (!new RegExp(`\\bFra: ?${frame}\\b`).test(line)) return;
      const left = remainingTime.exec(line)?.[1];
      remaining = left === undefined ? undefined : { saidMs: elapsedMs, ms: millisecondsOf(left) };
      note = line.split(' | ').at(-1)?.trim().slice(0, longestNote) ?? null;
    },
    fractionAt(elapsedMs) {
      highest = Math.min(1, Math.max(highest, estimateAt(elapsedMs)));
      return highest;
    },
    get note() {
      return note;
    },
  };
}

/** @param time `00:30.40` or `1:02:03.4` */
function millisecondsOf(time: string): number {
  return time.split(':').reduce((total, part) => total * 60 + Number(part), 0) * 1000;
}
