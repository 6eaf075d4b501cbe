import type { CliIo } from '../io/cli-io.ts';

/** One line that keeps changing at the bottom of a terminal. */
export interface LiveLine {
  /** Shows the text in place of what was there; drawn at most ten times a second. */
  show(text: string): void;
  /** Writes a line that stays, above the live one. */
  print(text: string): void;
  /** Takes the live line away. */
  clear(): void;
}

const eraseLine = '\r\u001b[2K';
const redrawMs = 100;

/** Only for terminals: writes control codes. */
export function createLiveLine(io: CliIo, now: () => number = performance.now.bind(performance)): LiveLine {
  let shown = '';
  let drawnAt = Number.NEGATIVE_INFINITY;
  return {
    show(text) {
      if (text === shown || now() - drawnAt < redrawMs) return;
      drawnAt = now();
      shown = text;
      io.stdout.write(eraseLine + text);
    },
    print(text) {
      io.stdout.write(`${shown === '' ? '' : eraseLine}${text}\n${shown}`);
    },
    clear() {
      if (shown !== '') io.stdout.write(eraseLine);
      shown = '';
      drawnAt = Number.NEGATIVE_INFINITY;
    },
  };
}
