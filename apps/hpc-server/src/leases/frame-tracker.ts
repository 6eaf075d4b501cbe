import type { FrameRange } from '@renderonline/domain';
import type { RenderEvent } from '@renderonline/engines';

const longestMessage = 2000;
/** More paths than any frame has; what a renderer says must not fill our memory. */
const mostPaths = 100_000;

interface FrameTrackerInput {
  /** What the renderer was told to render; what it says of other frames does not count. */
  readonly frames: FrameRange;
  readonly elapsedMs: () => number;
  onStarted(frame: number): void;
  onProgress(frame: number, fraction: number): void;
  /** The files of the frame are whole: the renderer has gone on to another one, or has ended well. */
  onDone(frame: number, renderMs: number): void;
}

/**
 * Follows a renderer through the frames of a lease. A frame that it calls done is believed once it goes on to the
 * next: Blender, told to end, saves the frame as far as it is and reports it like a whole one.
 */
export interface FrameTracker {
  take(event: RenderEvent): void;
  /** The renderer is being ended, or has ended badly. */
  stopBelieving(): void;
  /** The renderer has ended well: its last frame counts too. */
  succeed(): void;
  /** The frame that it is at. */
  current(): number | null;
  /** Which frame a file belongs to, as the renderer said, by path. */
  readonly told: ReadonlyMap<string, number>;
  /** Frames that count as done. */
  readonly done: ReadonlySet<number>;
  /** The first error it reported: those that follow are mostly consequences. */
  firstError(): string | undefined;
  /** Whether it has said anything of frames. */
  readonly speaks: boolean;
}

export function createFrameTracker(input: FrameTrackerInput): FrameTracker {
  const { frames, elapsedMs } = input;
  const told = new Map<string, number>();
  const done = new Set<number>();
  let current: number | null = null;
  const beganMs = elapsedMs();
  let startedMs = beganMs;
  let finished: { frame: number; renderMs: number } | undefined;
  let error: string | undefined;
  let isBelieved = true;

  const isOurs = (frame: number) => frame >= frames.first && frame <= frames.last;

  function confirm(): void {
    if (!finished) return;
    const { frame, renderMs } = finished;
    finished = undefined;
    if (done.has(frame)) return;
    done.add(frame);
    input.onDone(frame, renderMs);
  }

  function enter(frame: number): void {
    if (frame === current) return;
    if (finished?.frame !== frame) confirm();
    current = frame;
    startedMs = elapsedMs();
    input.onStarted(frame);
  }

  /** A busy computer reads late what is said of a frame: the renderer knows better how long it took, within reason. */
  function finish(frame: number, toldMs: number | undefined): void {
    enter(frame);
    const nowMs = elapsedMs();
    finished = { frame, renderMs: Math.round(Math.min(toldMs ?? nowMs - startedMs, nowMs - beganMs)) };
    startedMs = nowMs;
  }

  return {
    told,
    done,
    get speaks() {
      return current !== null;
    },
    take(event) {
      if (event.kind === 'error') {
        error ??= event.message.slice(0, longestMessage);
        return;
      }
      const frame = event.frame ?? current;
      if (!isBelieved || frame === null || !isOurs(frame)) return;
      if (event.kind === 'frame-started') enter(frame);
      if (event.kind === 'frame-progress') input.onProgress(frame, event.fraction);
      if (event.kind === 'frame-written' && told.size < mostPaths) told.set(event.path, frame);
      if (event.kind === 'frame-done') finish(frame, event.renderMs);
    },
    stopBelieving() {
      isBelieved = false;
      finished = undefined;
    },
    succeed() {
      if (isBelieved) confirm();
    },
    current: () => current,
    firstError: () => error,
  };
}
