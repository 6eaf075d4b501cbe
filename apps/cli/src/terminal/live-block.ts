import type { CliIo } from '../io/cli-io.ts';

/** A few lines that keep changing at the bottom of a terminal. */
export interface LiveBlock {
  /**
   * Shows the lines in place of those that were there; drawn at most ten times a second. Each must be narrower
   * than the terminal, and all of them together lower.
   */
  show(lines: readonly string[]): void;
  /** Takes them away. */
  clear(): void;
}

const redrawMs = 100;
const eraseBelow = '\u001b[J';

/** Only for terminals: writes control codes. */
export function createLiveBlock(io: CliIo, now: () => number = performance.now.bind(performance)): LiveBlock {
  let shown = '';
  let height = 0;
  let drawnAt = Number.NEGATIVE_INFINITY;
  // The cursor stands at the end of the last line.
  const toTop = () => `${height > 1 ? `\u001b[${height - 1}A` : ''}\r${eraseBelow}`;
  return {
    show(lines) {
      const text = lines.join('\n');
      if (text === shown || now() - drawnAt < redrawMs) return;
      io.stdout.write((height === 0 ? '' : toTop()) + text);
      drawnAt = now();
      shown = text;
      height = lines.length;
    },
    clear() {
      if (height > 0) io.stdout.write(toTop());
      shown = '';
      height = 0;
      drawnAt = Number.NEGATIVE_INFINITY;
    },
  };
}
