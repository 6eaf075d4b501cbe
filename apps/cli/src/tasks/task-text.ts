import type { TaskSnapshot, TaskStateName } from '@renderonline/contract';
import { count, formatDuration, formatRate } from '../terminal/measures.ts';
import type { BarState } from '../terminal/progress-bar.ts';
import { cleanText } from '../terminal/clean-text.ts';
import type { Tone } from '../terminal/style.ts';

/** The colour of each state. */
export const stateTones: Readonly<Record<TaskStateName, Tone | undefined>> = {
  queued: 'cyan',
  running: 'yellow',
  succeeded: 'green',
  failed: 'red',
  canceled: 'dim',
  paused: 'dim',
};

export function isEnded(state: TaskStateName): boolean {
  return state === 'succeeded' || state === 'failed' || state === 'canceled';
}

/** How much of a task is done, 0 to 1, with the parts of the frames that are being rendered. */
export function fractionOf({ progress }: TaskSnapshot): number {
  const { framesDone, framesTotal, frameFraction, currentFrames } = progress;
  if (framesTotal === 0) return 0;
  const byFrame = new Map<number, number>();
  for (const { frame, fraction } of currentFrames) {
    byFrame.set(frame, Math.max(byFrame.get(frame) ?? 0, fraction ?? 0));
  }
  const begun =
    byFrame.size === 0 ? (frameFraction ?? 0) : [...byFrame.values()].reduce((sum, one) => sum + one, 0);
  return Math.min(1, (framesDone + Math.min(begun, framesTotal - framesDone)) / framesTotal);
}

/** `24/48`. */
export function framesText({ progress }: TaskSnapshot): string {
  return `${progress.framesDone}/${progress.framesTotal}`;
}

/** `ETA 1m 20s to 1m 50s`, or that nobody knows. */
export function etaText({ progress, state }: TaskSnapshot): string {
  if (isEnded(state)) return '';
  const { etaMs, etaRangeMs } = progress;
  if (etaRangeMs !== null) {
    const [low, high] = [formatLeft(etaRangeMs.low), formatLeft(etaRangeMs.high)];
    return low === high ? `ETA ${low}` : `ETA ${low} to ${high}`;
  }
  return etaMs === null ? 'ETA unknown' : `ETA ${formatLeft(etaMs)}`;
}

/** Something is left to be done: it takes a second at least. */
function formatLeft(milliseconds: number): string {
  return formatDuration(Math.max(1000, milliseconds));
}

/** `2.5 frames/s`; nothing before a frame is done. */
export function rateText({ progress: { framesDone, framesPerSecond } }: TaskSnapshot): string {
  return framesDone === 0 || framesPerSecond === null ? '' : formatRate(framesPerSecond);
}

/** A machine's name, or its number; `-` for none. */
export function machineText(machine: TaskSnapshot['machine']): string {
  if (machine === null) return '-';
  return machine.name === '' ? String(machine.machineId) : machine.name;
}

/** `2 machines`; nothing when none renders it. */
export function machinesText({ machines }: TaskSnapshot): string {
  return machines.length === 0 ? '' : count(machines.length, 'machine');
}

/** A task as a progress bar. */
export function barOf(task: TaskSnapshot): BarState {
  const fraction = fractionOf(task);
  // Never 100% before the last frame is there.
  const percent = Math.min(Math.floor(fraction * 100), task.state === 'succeeded' ? 100 : 99);
  const facts = [`${framesText(task)} frames`, `${percent}%`];
  if (task.state === 'running') {
    facts.push(etaText(task));
    facts.push(rateText(task));
    if (task.progress.framesFailed > 0) facts.push(`${task.progress.framesFailed} failed`);
    facts.push(machinesText(task));
  } else {
    facts.push(task.state);
    if (task.waitingReason !== null) facts.push(cleanText(task.waitingReason));
  }
  return { fraction, label: cleanText(task.fileName), facts: facts.filter((fact) => fact !== '') };
}

/** One line about a task that has ended. */
export function endText(task: TaskSnapshot): string {
  const took =
    task.startedAt === null || task.endedAt === null
      ? ''
      : ` in ${formatDuration(Date.parse(task.endedAt) - Date.parse(task.startedAt))}`;
  const head = `Task ${task.taskId} ${task.state}: ${framesText(task)} frames${took}.`;
  return task.failureReason === null ? head : `${head} ${cleanText(task.failureReason)}`;
}
