import { formatRanges, maxFrameNumber, rangesOf } from '@renderonline/domain';
import type { RenderEvent } from '@renderonline/engines';

/** More frames than any task has: what a renderer says must not fill our memory. */
const mostFrames = 1_000_000;
const longestMessage = 2000;

/** How far a render is, told by its output. */
export interface AttemptProgress {
  take(event: RenderEvent): void;
  /**
   * The renderer is being ended, or has ended badly: from here on nothing it says counts, and neither does the
   * frame it finished last, unless it has gone on to another since. Blender, told to end, saves the frame as far
   * as it is and reports it like a whole one.
   */
  stopBelieving(): void;
  /** Ranges as text, "1-10,12". */
  framesDone(): string;
  currentFrame(): number | null;
  frameFraction(): number | null;
  /** The first error it reported: those that follow are mostly consequences. */
  firstError(): string | undefined;
}

export function createAttemptProgress(): AttemptProgress {
  const done = new Set<number>();
  let doneText: string | undefined;
  let lastDone: number | undefined;
  let current: number | null = null;
  let fraction: number | null = null;
  let error: string | undefined;
  let isBelieved = true;

  function enter(frame: number): void {
    if (frame !== lastDone) lastDone = undefined;
    current = frame;
    fraction = 0;
  }

  function finish(frame: number): void {
    if (done.size >= mostFrames || done.has(frame)) return;
    done.add(frame);
    doneText = undefined;
    lastDone = frame;
    fraction = 1;
  }

  return {
    take(event) {
      if (event.kind === 'error') {
        error ??= event.message.slice(0, longestMessage);
        return;
      }
      if (!isBelieved) return;
      const { frame } = event;
      if (frame !== null && !isFrameNumber(frame)) return;
      if (event.kind === 'frame-started') enter(event.frame);
      if (event.kind === 'frame-done') finish(event.frame);
      if (event.kind === 'frame-progress') fraction = event.fraction;
    },
    stopBelieving() {
      if (!isBelieved) return;
      isBelieved = false;
      if (lastDone !== undefined && done.delete(lastDone)) doneText = undefined;
    },
    framesDone: () => (doneText ??= formatRanges(rangesOf(done))),
    currentFrame: () => current,
    frameFraction: () => fraction,
    firstError: () => error,
  };
}

function isFrameNumber(frame: number): boolean {
  return Number.isSafeInteger(frame) && Math.abs(frame) <= maxFrameNumber;
}
