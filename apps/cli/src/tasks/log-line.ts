import type { CliIo } from '../io/cli-io.ts';
import { cleanText } from '../terminal/clean-text.ts';
import { createPaint, type Tone } from '../terminal/style.ts';

/** Words with which renderers begin to say that something is wrong, somewhere near a line's beginning. */
const errorWords =
  /^(?:.{0,40}\b)?(?:error|fatal|critical|exception|traceback|segmentation fault|out of memory|failed|abort(?:ed)?)\b/i;
const warningWords = /^(?:.{0,40}\b)?warn(?:ing)?\b/i;
const ownWords = /^\[RenderOnline: /;

/** How serious a line of a renderer's is, as far as its words say; null: not at all. */
export function toneOfLine(text: string): Tone | null {
  if (ownWords.test(text)) return 'cyan';
  if (/\b(?:no|0) errors?\b/i.test(text)) return null;
  if (warningWords.test(text)) return 'yellow';
  return errorWords.test(text) ? 'red' : null;
}

/** Makes lines of logs fit to be printed: on a terminal with the reader's time, dim, and with colours. */
export function createLogPaint(io: CliIo): (line: string) => string {
  const paint = createPaint(io);
  return (line) => {
    const [, stamp, text = line] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) (.*)$/s.exec(line) ?? [];
    const clean = cleanText(text);
    if (!io.isTerminal) return stamp === undefined ? clean : `${stamp} ${clean}`;
    const tone = toneOfLine(clean);
    const time = stamp === undefined ? '' : `${paint('dim', clockTime(new Date(stamp)))} `;
    return time + (tone === null ? clean : paint(tone, clean));
  };
}

/** `13:04:05.678` by the clock of this computer. */
function clockTime(time: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const milliseconds = String(time.getMilliseconds()).padStart(3, '0');
  return `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}.${milliseconds}`;
}
