import { fractionOf } from './fraction.ts';
import { parserOfLines } from './parser-of-lines.ts';
import type { EngineOutputParser, RenderEvent } from './render-event.ts';

// Recorded from Blender 3.4.1 (fixtures/blender-3.4/). Later versions put a time stamp and a category before
// some lines, so only what must be at the beginning is asked to be.
const frameStatus = /\bFra: ?(-?\d+)\b/;
const cyclesTiles = /\bRendered (\d+)\/(\d+) Tiles\b/;
const cyclesSample = /\bSample (\d+)\/(\d+)/;
const eeveeSample = /\bRendering (\d+) \/ (\d+) samples/;
const saved = /\bSaved: ?['"](.+)['"]\s*$/;
const movieFrame = /\bAppend(?:ed)? frame (-?\d+)/;
const frameTime = /(?:^|\|)\s*Time: ?([\d:.]+) \(Saving: ?[\d:.]+\)/;
const error = /^(?:.*\| )?Error: (.+)$/;
const traceback = /^(?:Error: Python: )?Traceback \(most recent call last\):/;
const exception = /^[\w.]*(?:Error|Exception|Exit|Interrupt)(?:: .*)?$/;
const frameInFileName = /(\d+)\.[^./\\]+$/;

/**
 * Reads the output of `blender -b … -a`: Cycles and Eevee name the frame in each status line, Workbench only in
 * the name of the file it saves.
 */
export function createBlenderParser(): EngineOutputParser {
  let frame: number | null = null;
  // 5.0 tells of nothing but files. They do not say which is a frame's last one: no frame is done by them.
  let isFrameOfFile = false;
  let couldNotSave = false;
  let isInTraceback = false;

  function enter(next: number): RenderEvent[] {
    if (next === frame) return [];
    frame = next;
    couldNotSave = false;
    return [{ kind: 'frame-started', frame: next }];
  }

  function readStatus(line: string): RenderEvent[] {
    const number = frameStatus.exec(line)?.[1];
    if (number === undefined) return [];
    const events = enter(Number(number));
    const fraction = fractionIn(line);
    return fraction === undefined ? events : [...events, { kind: 'frame-progress', frame, fraction }];
  }

  function readSaved(path: string): RenderEvent[] {
    const number = frameInFileName.exec(path)?.[1];
    const named = number === undefined ? null : Number(number);
    const isNew = named !== null && (frame === null || isFrameOfFile);
    if (isNew) isFrameOfFile = true;
    const events = isNew ? enter(named) : [];
    return [...events, { kind: 'frame-written', frame, path }];
  }

  function readEndOfFrame(time: string): RenderEvent[] {
    const renderMs = millisecondsOf(time);
    // Blender prints the time of a frame whose file it could not write, too.
    const events: RenderEvent[] =
      frame === null || couldNotSave
        ? []
        : [{ kind: 'frame-done', frame, ...(renderMs === undefined ? {} : { renderMs }) }];
    frame = null;
    isFrameOfFile = false;
    couldNotSave = false;
    return events;
  }

  function readError(message: string): RenderEvent[] {
    if (/cannot save/i.test(message)) couldNotSave = true;
    return [{ kind: 'error', message }];
  }

  function read(line: string): RenderEvent[] {
    // The other stream's lines may come in between, and not every exception's name tells that it is one.
    if (isInTraceback && exception.test(line)) {
      isInTraceback = false;
      return [{ kind: 'error', message: line.trim() }];
    }
    if (traceback.test(line)) {
      isInTraceback = true;
      return [];
    }
    const path = saved.exec(line)?.[1];
    if (path !== undefined) return readSaved(path);
    const appended = movieFrame.exec(line)?.[1];
    if (appended !== undefined) return enter(Number(appended));
    const time = frameTime.exec(line)?.[1];
    if (time !== undefined) return readEndOfFrame(time);
    const message = error.exec(line)?.[1];
    if (message !== undefined) return readError(message.trim());
    return readStatus(line);
  }

  return parserOfLines({ read });
}

function fractionIn(line: string): number | undefined {
  const sample = cyclesSample.exec(line) ?? eeveeSample.exec(line);
  const ofSamples = sample ? fractionOf(Number(sample[1]), Number(sample[2])) : undefined;
  const tiles = cyclesTiles.exec(line);
  if (!tiles) return ofSamples;
  return fractionOf(Number(tiles[1]) + (ofSamples === 1 ? 0 : (ofSamples ?? 0)), Number(tiles[2]));
}

/** Of `01:02.34` or `1:01:02.34`. */
function millisecondsOf(time: string): number | undefined {
  const seconds = time.split(':').reduce((sum, part) => 60 * sum + Number(part), 0);
  return Number.isFinite(seconds) ? Math.round(1000 * seconds) : undefined;
}
