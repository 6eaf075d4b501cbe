import type { CliIo } from '../io/cli-io.ts';
import { createLiveLine } from './live-line.ts';
import { formatBar, type BarState } from './progress-bar.ts';

/** Progress for whoever reads: a live bar on a terminal, a line now and then anywhere else. */
export interface ProgressView {
  show(state: BarState): void;
  /** A line that stays. */
  print(text: string): void;
  /** Ends the live bar; the last state stays readable only if it is printed. */
  end(): void;
}

export interface ProgressViewOptions {
  readonly now?: () => number;
  /** Where there is no terminal: a line at each tenth, but not more often than this. */
  readonly quietMs?: number;
}

export function createProgressView(io: CliIo, options: ProgressViewOptions = {}): ProgressView {
  return io.isTerminal ? createBar(io, options) : createSparseLines(io, options);
}

function createBar(io: CliIo, { now }: ProgressViewOptions): ProgressView {
  const line = createLiveLine(io, now);
  return {
    show: (state) => {
      line.show(formatBar(io, state));
    },
    print: (text) => {
      line.print(text);
    },
    end: () => {
      line.clear();
    },
  };
}

function createSparseLines(
  io: CliIo,
  { now = performance.now.bind(performance), quietMs = 5000 }: ProgressViewOptions,
): ProgressView {
  let tenth = -1;
  let toldAt = Number.NEGATIVE_INFINITY;
  return {
    show({ fraction, label, facts }) {
      const reached = Math.floor(fraction * 10);
      if (reached === tenth || (reached < 10 && now() - toldAt < quietMs)) return;
      tenth = reached;
      toldAt = now();
      io.stdout.write(`${[label, ...facts].filter((part) => part !== '').join('  ')}\n`);
    },
    print(text) {
      io.stdout.write(`${text}\n`);
    },
    end() {
      // Lines that were written stay written.
    },
  };
}
