import type { CliIo } from '../io/cli-io.ts';
import stringWidth from 'string-width';
import { fitText } from './fit-text.ts';
import { createPaint, showsUnicode } from './style.ts';

export interface BarState {
  /** 0 to 1. */
  readonly fraction: number;
  /** Before the bar. */
  readonly label: string;
  /** After the bar, the most important first: the last ones go when the terminal is narrow. */
  readonly facts: readonly string[];
}

const widestBar = 32;
const narrowestBar = 6;

/** A bar with its facts, no wider than the terminal: `demo.blend ━━━━━━━━──── 24/48 frames  0.8 s/frame`. */
export function formatBar(io: CliIo, { fraction, label, facts }: BarState): string {
  const columns = io.columns - 1;
  const shownLabel = fitText(label, Math.max(6, Math.floor(columns / 3)));
  const shownFacts = [...facts];
  const room = () =>
    columns - stringWidth(shownLabel) - 1 - shownFacts.reduce((sum, fact) => sum + stringWidth(fact) + 2, 0);
  while (room() < narrowestBar && shownFacts.length > 1) shownFacts.pop();
  const width = Math.min(widestBar, room());
  if (width < narrowestBar) return fitText([shownLabel, ...shownFacts].join(' '), columns);
  return [shownLabel, paintBar(io, fraction, width), shownFacts.join('  ')]
    .filter((part) => part !== '')
    .join(' ');
}

/** A bar of `width` columns. */
export function paintBar(io: CliIo, fraction: number, width: number): string {
  const paint = createPaint(io);
  const full = Math.round(Math.min(1, Math.max(0, fraction)) * width);
  const [done, rest] = showsUnicode(io) ? ['━', '─'] : ['#', '-'];
  return paint('green', done.repeat(full)) + paint('dim', rest.repeat(width - full));
}
