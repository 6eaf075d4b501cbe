import { resolve, sep } from 'node:path';
import type { FrameResult } from '../sessions/render-session.ts';
import type { SessionClock } from '../sessions/session-host.ts';
import { createFrameProgress } from './frame-progress.ts';

interface FrameOrder {
  readonly id: number;
  readonly frame: number;
  readonly outputDirectory: string;
  readonly onProgress: (fraction: number, note: string | null) => void;
}

/** Blender names dozens of steps in a moment; nobody reads them faster than this. */
const noteEveryMs = 250;

/** One frame in a session, from when it was asked for until its result is there. */
export interface FrameJob extends Omit<FrameOrder, 'onProgress'> {
  readonly result: Promise<FrameResult>;
  readonly isSettled: boolean;
  /** Blender has been told of it. */
  isStarted: boolean;
  isCanceled: boolean;
  /** A status text of Blender; undefined: only time has passed. */
  progress(text: string | undefined): void;
  /** The first result counts. */
  settle(result: FrameResult): void;
  /** Of these paths, those in the frame's folder: the process may be a hostile scene's by now. */
  ownFiles(paths: readonly string[]): string[];
}

export function createFrameJob({ onProgress, ...order }: FrameOrder, clock: SessionClock): FrameJob {
  const frameProgress = createFrameProgress(order.frame);
  const { promise, resolve: settle } = Promise.withResolvers<FrameResult>();
  let isSettled = false;
  let said: { fraction: number; note: string | null; atMs: number } | undefined;

  return {
    ...order,
    result: promise,
    isStarted: false,
    isCanceled: false,
    get isSettled() {
      return isSettled;
    },
    progress(text) {
      const now = clock.elapsedMs();
      if (text !== undefined) frameProgress.read(text, now);
      const fraction = frameProgress.fractionAt(now);
      const { note } = frameProgress;
      const isFurther = said === undefined || fraction - said.fraction >= 0.001;
      const isNews = said?.note !== note && now - (said?.atMs ?? 0) >= noteEveryMs;
      if (isSettled || !(isFurther || isNews)) return;
      said = { fraction, note, atMs: now };
      onProgress(fraction, note);
    },
    settle(result) {
      isSettled = true;
      settle(result);
    },
    ownFiles(paths) {
      const folder = resolve(order.outputDirectory) + sep;
      return paths.map((path) => resolve(path)).filter((path) => path.startsWith(folder));
    },
  };
}
