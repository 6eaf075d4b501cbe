import { fractionOf } from './fraction.ts';
import { parserOfLines } from './parser-of-lines.ts';
import type { EngineOutputParser, RenderEvent } from './render-event.ts';

// Recorded from ffmpeg 5.1 with `-progress pipe:1 -nostats` (fixtures/ffmpeg-5.1/).
const duration = /^ +Duration: (\d+):(\d+):(\d+(?:\.\d+)?)/;
const position = /^out_time_us=(\d+)$/;
const output = /^Output #\d+, .+, to '(.+)':$/;
const end = /^progress=end$/;
const failure =
  /(?:No such file or directory|Invalid data found when processing input|Permission denied|No space left on device|Invalid argument|Conversion failed!|not found|matches no streams\.|Error .+)$/;

/** Reads ffmpeg's progress report. A conversion is one frame of its task: how far it is, is that frame's fraction. */
export function createFfmpegParser(): EngineOutputParser {
  let totalUs = 0;
  let path: string | undefined;

  function readEnd(): RenderEvent[] {
    const events: RenderEvent[] = [{ kind: 'frame-progress', frame: null, fraction: 1 }];
    return path === undefined ? events : [...events, { kind: 'frame-written', frame: null, path }];
  }

  function read(line: string): RenderEvent[] {
    const length = duration.exec(line);
    if (length) {
      const seconds = Number(length[1]) * 3600 + Number(length[2]) * 60 + Number(length[3]);
      totalUs = Math.max(totalUs, seconds * 1_000_000);
      return [];
    }
    path ??= output.exec(line)?.[1];
    if (end.test(line)) return readEnd();
    const at = position.exec(line)?.[1];
    if (at !== undefined && totalUs > 0) {
      return [{ kind: 'frame-progress', frame: null, fraction: fractionOf(Number(at), totalUs) }];
    }
    return failure.test(line) ? [{ kind: 'error', message: line.trim() }] : [];
  }

  return parserOfLines({ read });
}
