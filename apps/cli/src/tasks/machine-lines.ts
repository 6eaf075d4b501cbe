import type { CurrentFrameView, TaskSnapshot } from '@renderonline/contract';
import stringWidth from 'string-width';
import type { CliIo } from '../io/cli-io.ts';
import { cleanText } from '../terminal/clean-text.ts';
import { fitText, padText } from '../terminal/fit-text.ts';
import { formatDuration } from '../terminal/measures.ts';
import { paintBar } from '../terminal/progress-bar.ts';

/** How long ago a frame was begun, in milliseconds; null when nobody knows. */
export type FrameAge = (frame: CurrentFrameView) => number | null;

const longestName = 20;
const barWidth = 10;
/** Below this many columns there is no room for bars. */
const roomForBars = 60;

/**
 * One line for each machine that renders a task, by name: its frames, how far they are and for how long it is at
 * them. No line is as wide as the terminal.
 */
export function machineLines(io: CliIo, task: TaskSnapshot, ageOf: FrameAge): string[] {
  const columns = io.columns - 1;
  const longest = Math.min(longestName, Math.max(6, Math.floor(columns / 3)));
  const machines = task.machines
    .map(({ machineId, name }) => ({
      name: fitText(cleanText(name), longest),
      frames: task.progress.currentFrames.filter((frame) => frame.machineId === machineId),
    }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
  const nameWidth = widest(machines.map(({ name }) => name));
  const frameWidth = widest(machines.flatMap(({ frames }) => frames.map(frameText)));
  return machines.map(({ name, frames }) => {
    const [only, second] = frames;
    const head = `  ${padText(name, nameWidth)}  `;
    if (only === undefined) return fitText(`${head}getting ready`, columns);
    if (second !== undefined) return fitText(head + manyFrames(frames, ageOf), columns);
    const begin = `${head}${padText(frameText(only), frameWidth)}  `;
    const facts = frameFacts(only, ageOf);
    const room = columns - stringWidth(begin) - stringWidth(facts) - 2;
    // Without a bar its room and that of the percentage stay, so that times are below each other.
    const taken = only.fraction === null ? barWidth + 6 : barWidth;
    if (columns < roomForBars || room < taken) return fitText(begin + facts, columns);
    const bar = only.fraction === null ? ' '.repeat(taken) : paintBar(io, only.fraction, barWidth);
    return `${begin}${bar}  ${facts}`;
  });
}

function widest(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, stringWidth(text)), 0);
}

function manyFrames(frames: readonly CurrentFrameView[], ageOf: FrameAge): string {
  return frames.map((frame) => [frameText(frame), frameFacts(frame, ageOf)].join(' ').trim()).join(', ');
}

function frameText({ frame }: CurrentFrameView): string {
  return `frame ${frame}`;
}

/** ` 62%  12s`. */
function frameFacts(frame: CurrentFrameView, ageOf: FrameAge): string {
  const age = ageOf(frame);
  const percent = frame.fraction === null ? '' : `${Math.floor(frame.fraction * 100)}%`.padStart(4);
  return [percent, age === null ? '' : formatDuration(age)].filter((text) => text !== '').join('  ');
}
