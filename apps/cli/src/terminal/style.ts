import { styleText } from 'node:util';
import type { CliIo } from '../io/cli-io.ts';

export type Tone = 'bold' | 'dim' | 'green' | 'red' | 'yellow' | 'cyan';

export type Paint = (tone: Tone, text: string) => string;

/** Colours, when standard output is a terminal and NO_COLOR is not set; else the text as it is. */
export function createPaint(io: CliIo): Paint {
  const isColoured = io.isTerminal && (io.env['NO_COLOR'] ?? '') === '';
  return (tone, text) => (isColoured ? styleText(tone, text, { validateStream: false }) : text);
}

/** Whether the terminal can be trusted to show more than ASCII. */
export function showsUnicode(io: CliIo): boolean {
  const locale = io.env['LC_ALL'] ?? io.env['LC_CTYPE'] ?? io.env['LANG'];
  return locale === undefined || locale === '' || /utf-?8/i.test(locale);
}
