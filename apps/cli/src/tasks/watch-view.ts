import type { CurrentFrameView, WatchedTask } from '@renderonline/contract';
import type { CliIo } from '../io/cli-io.ts';
import { fitText } from '../terminal/fit-text.ts';
import { createLiveBlock } from '../terminal/live-block.ts';
import { formatBar } from '../terminal/progress-bar.ts';
import { createProgressView } from '../terminal/progress-view.ts';
import { createPaint } from '../terminal/style.ts';
import { awayText, createAbsence } from './absence.ts';
import { machineLines, type FrameAge } from './machine-lines.ts';
import { barOf } from './task-text.ts';
import { singleTroublesOf, troublesOf } from './trouble-text.ts';

/** A task for whoever watches it. */
export interface WatchView {
  show(task: WatchedTask): void;
  /** Draws the last one anew, for the times in it. */
  tick(): void;
  /** RenderAPI is away: nobody knows how the task is doing, and its times stand still. */
  away(): void;
  /** RenderAPI is there again. */
  back(): void;
  end(): void;
}

export interface WatchViewOptions {
  /** Milliseconds that only grow. */
  readonly now?: () => number;
  /** Milliseconds since 1970. */
  readonly wallClock?: () => number;
}

/** In the live view. */
const shownTroubles = 4;
/** In a log, over all of the task. */
const toldTroubles = 20;
/** An absence that is worth a line in a log. */
const toldAbsenceMs = 5000;
const systemTime = (): number => Date.now();

/** A live view on a terminal; anywhere else a line now and then, and one for whatever goes wrong. */
export function createWatchView(io: CliIo, options: WatchViewOptions = {}): WatchView {
  return io.isTerminal ? createLiveView(io, options) : createLines(io, options);
}

function createLiveView(io: CliIo, { now, wallClock = systemTime }: WatchViewOptions): WatchView {
  const block = createLiveBlock(io, now);
  const absence = createAbsence(wallClock);
  const ages = createFrameAges(absence.lastKnownTime);
  let last: WatchedTask | undefined;
  const draw = (): void => {
    const lines = last === undefined ? [] : linesOf(io, last, ages.ageOf);
    const awayMs = absence.awayMs();
    if (awayMs === null) block.show(lines);
    else block.show([awayLine(io, awayMs), ...lines].slice(0, roomOf(io)));
  };
  return {
    show(task) {
      last = task;
      ages.see(task);
      draw();
    },
    tick: draw,
    // Drawn at the next tick: a connection that broke is mostly there again before it.
    away: absence.begin,
    back: absence.end,
    end() {
      block.clear();
    },
  };
}

/** The live view: the whole task, what went wrong lately, and a line a machine. */
export function linesOf(io: CliIo, task: WatchedTask, ageOf: FrameAge): string[] {
  const paint = createPaint(io);
  const columns = io.columns - 1;
  const room = roomOf(io);
  const troubles = troublesOf(task)
    .slice(0, shownTroubles)
    .flatMap(({ what, whatToDo, tone }) => [
      paint(tone, fitText(`${tone === 'dim' ? '-' : '!'} ${what}`, columns)),
      ...(whatToDo === null ? [] : [paint('dim', fitText(`  ${whatToDo}`, columns))]),
    ])
    .slice(0, Math.max(0, Math.floor(room / 2) - 1));
  const machines = cut(machineLines(io, task, ageOf), room - 1 - troubles.length, columns);
  return [formatBar(io, barOf(task)), ...machines, ...troubles].slice(0, room);
}

/** A line of the terminal is left for the shell's own. */
function roomOf({ rows }: CliIo): number {
  return Math.max(1, rows - 1);
}

function awayLine(io: CliIo, awayMs: number): string {
  return createPaint(io)('yellow', fitText(awayText(awayMs), io.columns - 1));
}

function cut(lines: readonly string[], most: number, columns: number): readonly string[] {
  if (lines.length <= most) return lines;
  const shown = Math.max(0, most - 1);
  const rest = fitText(`  and ${lines.length - shown} more machines`, columns);
  return [...lines.slice(0, shown), rest].slice(0, most);
}

/** Frames whose start RenderAPI does not tell are as old as the time since they were first seen. */
function createFrameAges(wallClock: () => number) {
  const seen = new Map<string, number>();
  const keyOf = ({ leaseId, frame }: CurrentFrameView): string => `${leaseId} ${frame}`;
  return {
    see({ progress }: WatchedTask): void {
      const current = new Set(progress.currentFrames.map(keyOf));
      for (const key of seen.keys()) if (!current.has(key)) seen.delete(key);
      for (const key of current) if (!seen.has(key)) seen.set(key, wallClock());
    },
    ageOf: (frame: CurrentFrameView): number | null => {
      const since = frame.startedAt === null ? seen.get(keyOf(frame)) : Date.parse(frame.startedAt);
      return since === undefined ? null : Math.max(0, wallClock() - since);
    },
  };
}

function createLines(io: CliIo, { now, wallClock = systemTime }: WatchViewOptions): WatchView {
  const absence = createAbsence(wallClock);
  let isAbsenceTold = false;
  const progress = createProgressView(io, now === undefined ? {} : { now });
  const told = new Set<string>();
  const advised = new Set<string>();
  const reasons = new Set<string>();
  function tell(task: WatchedTask): void {
    for (const { key, what, whatToDo, repeats } of singleTroublesOf(task).reverse()) {
      if (told.has(key) || told.size > toldTroubles) continue;
      told.add(key);
      if (told.size > toldTroubles) {
        progress.print(`More went wrong. See all of it: renderonline tasks ${task.taskId}`);
        return;
      }
      if (repeats !== null && reasons.has(repeats.reason)) {
        progress.print(repeats.what);
        continue;
      }
      if (repeats !== null) reasons.add(repeats.reason);
      const isNewAdvice = whatToDo !== null && !advised.has(whatToDo);
      if (isNewAdvice) advised.add(whatToDo);
      progress.print(isNewAdvice ? `${what} ${whatToDo}` : what);
    }
  }
  return {
    show(task) {
      tell(task);
      progress.show(barOf(task));
    },
    tick() {
      const awayMs = absence.awayMs() ?? 0;
      if (isAbsenceTold || awayMs < toldAbsenceMs) return;
      isAbsenceTold = true;
      progress.print(awayText(awayMs));
    },
    away: absence.begin,
    back() {
      absence.end();
      if (isAbsenceTold) progress.print('RenderAPI is there again');
      isAbsenceTold = false;
    },
    end() {
      progress.end();
    },
  };
}
