import type { FrameRange } from '@renderonline/domain';
import type { FrameDelivery } from '../outputs/frame-delivery.ts';
import { findOutputFiles, type RenderedFile } from '../outputs/find-output-files.ts';
import { filesOfFrame, shareFiles } from '../outputs/frames-of-files.ts';
import { owesOutputs } from './expand-arguments.ts';
import { createFrameTracker, type FrameTracker } from './frame-tracker.ts';
import type { LeaseReport } from './lease-report.ts';
import type { LeaseTicket } from './lease-ticket.ts';

interface CommandFramesInput {
  readonly ticket: LeaseTicket;
  readonly outputDirectory: string;
  readonly report: LeaseReport;
  readonly delivery: FrameDelivery;
  readonly elapsedMs: () => number;
  /** The renderer is at a frame that has been taken back: all that it was to render is there. */
  onEnough(): void;
}

/** The frames of a lease that one program renders, and their files. */
export interface CommandFrames {
  readonly tracker: FrameTracker;
  /** The program starts now. */
  begin(): void;
  /** When the frame began that it is at. */
  frameStartedMs(): number;
  /** The lease has lost the frames behind its (new) last one. */
  shrink(): void;
  /** Waits until the files of all frames that are done so far have been handed over. */
  collected(): Promise<void>;
  /**
   * Hands over what is left after the renderer has ended well.
   *
   * @returns the first frame that has no files although it should
   * @throws the system's error when the files cannot be read
   */
  handRest(): Promise<number | undefined>;
  /** Where the renderer was when it ended badly. */
  failedFrame(): number | null;
}

export function createCommandFrames(input: CommandFramesInput): CommandFrames {
  const { ticket, outputDirectory, report, delivery, elapsedMs } = input;
  const frames: FrameRange = { first: ticket.first, last: ticket.offeredLast };
  const isSingle = frames.first === frames.last;
  const handed = new Set<number>();
  const renderMsOf = new Map<number, number>();
  let collecting = Promise.resolve();
  let startedMs = elapsedMs();
  let frameStartedMs = startedMs;

  const tracker = createFrameTracker({
    frames,
    elapsedMs,
    onStarted(frame) {
      frameStartedMs = elapsedMs();
      if (frame <= ticket.last) report.frameStarted(frame);
      endWhenEnough();
    },
    onProgress(frame, fraction) {
      if (frame <= ticket.last) report.progress(frame, fraction, null);
    },
    onDone(frame, renderMs) {
      renderMsOf.set(frame, renderMs);
      // What belongs to a single frame is known when its renderer has ended.
      if (!isSingle) collecting = collecting.then(() => collect(frame));
    },
  });

  function endWhenEnough(): void {
    const current = tracker.current();
    if (current !== null && current > ticket.last) input.onEnough();
  }

  /** Hands over the files of a frame while the next one is rendered. */
  async function collect(frame: number): Promise<void> {
    try {
      const files = await findOutputFiles(outputDirectory);
      const own = filesOfFrame(frame, { frames, files, told: tracker.told });
      // A frame of a movie has none.
      if (own.length > 0) hand(frame, own);
    } catch {
      // Tried again at the end, where it counts.
    }
  }

  function hand(frame: number, files: readonly RenderedFile[]): void {
    if (handed.has(frame) || frame > ticket.last) return;
    handed.add(frame);
    const averageMs = (elapsedMs() - startedMs) / (frames.last - frames.first + 1);
    delivery.deliver({ frame, files, renderMs: renderMsOf.get(frame) ?? averageMs, warnings: [] });
  }

  function framesLeft(): number[] {
    const rest: number[] = [];
    for (let frame = ticket.first; frame <= ticket.last; frame++) if (!handed.has(frame)) rest.push(frame);
    return rest;
  }

  return {
    tracker,
    begin() {
      startedMs = frameStartedMs = elapsedMs();
    },
    frameStartedMs: () => frameStartedMs,
    shrink() {
      delivery.keepThrough(ticket.last);
      endWhenEnough();
    },
    collected: () => collecting,
    async handRest() {
      const rest = framesLeft();
      if (rest.length === 0) return undefined;
      if (!owesOutputs(ticket.task)) {
        for (const frame of rest) hand(frame, []);
        return undefined;
      }
      const files = await findOutputFiles(outputDirectory);
      const shared = shareFiles(rest, { frames, files, told: tracker.told }, tracker.done);
      for (const [frame, own] of shared) hand(frame, own);
      return rest.find((frame) => !shared.has(frame));
    },
    failedFrame() {
      const current = tracker.current();
      if (current !== null && current <= ticket.last && !tracker.done.has(current)) return current;
      return framesLeft()[0] ?? null;
    },
  };
}
