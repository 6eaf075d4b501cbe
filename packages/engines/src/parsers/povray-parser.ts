import { fractionOf } from './fraction.ts';
import { parserOfLines } from './parser-of-lines.ts';
import type { EngineOutputParser, RenderEvent } from './render-event.ts';

// Recorded from POV-Ray 3.7.0.10 (fixtures/povray-3.7/). It writes to standard error.
const nextFrame = /^Rendering frame (\d+) of (\d+)/;
const finalFrame = /\bFinal Frame: +(\d+)/;
const outputFile = /^ +Output file\.*(\/.+|[A-Za-z]:.+|[^.].*), \d+ bpp/;
const pixels = /^Rendered (\d+) of (\d+) pixels/;
const finished = /^POV-Ray finished/;
const failure = /\b(?:Parse )?Error: |\bFatal error\b|^Cannot /i;

/**
 * Reads the output of `povray`. "Rendering frame 1 of 3" counts within the subset that is rendered; the frame's
 * own number stands at the end of the output file's name, with as many digits as the final frame has.
 */
export function createPovrayParser(): EngineOutputParser {
  let digits = 0;
  let current: { frame: number; path: string } | undefined;
  let message: string | undefined;

  function finishFrame(): RenderEvent[] {
    if (!current) return [];
    const { frame, path } = current;
    current = undefined;
    return [
      { kind: 'frame-written', frame, path },
      { kind: 'frame-done', frame },
    ];
  }

  function finishMessage(): RenderEvent[] {
    if (message === undefined) return [];
    const complete = message;
    message = undefined;
    return [{ kind: 'error', message: complete }];
  }

  function startFrame(path: string): RenderEvent[] {
    const name = path.replace(/\.[^./\\]*$/, '');
    const number = digits > 0 ? Number(name.slice(-digits)) : 1;
    const frame = Number.isSafeInteger(number) ? number : 1;
    const events = current?.frame === frame ? [] : [{ kind: 'frame-started' as const, frame }];
    current = { frame, path };
    return events;
  }

  function readContent(line: string): RenderEvent[] {
    const painted = pixels.exec(line);
    if (painted) {
      const fraction = fractionOf(Number(painted[1]), Number(painted[2]));
      return [{ kind: 'frame-progress', frame: current?.frame ?? null, fraction }];
    }
    if (nextFrame.test(line) || finished.test(line)) return finishFrame();
    const last = finalFrame.exec(line)?.[1];
    // A still picture has "Final Frame: 0" or no such line, and no number in its name.
    if (last !== undefined) digits = Number(last) > 0 ? last.length : 0;
    const path = outputFile.exec(line)?.[1];
    return path === undefined ? [] : startFrame(path);
  }

  function read(line: string): RenderEvent[] {
    // Messages are wrapped; what follows the first line begins with a space.
    if (message !== undefined && line.startsWith(' ')) {
      message = `${message} ${line.trim()}`.slice(0, 2000);
      return [];
    }
    const events = finishMessage();
    if (failure.test(line)) {
      message = line.trim();
      return events;
    }
    return [...events, ...readContent(line)];
  }

  return parserOfLines({ read, end: finishMessage });
}
