import type { FailureCause } from '@renderonline/domain';
import type { Finding } from '../preflight/finding.ts';

/** What a session is opened for: one task on one machine. */
export interface SessionOrder {
  readonly executablePath: string;
  /** Put before all other arguments (`LeadingArguments` of the machine's configuration). */
  readonly leadingArguments?: readonly string[];
  readonly projectPath: string;
  /**
   * The folder with all files of the project: what the scene names by a path of another computer is looked for there.
   * Left out: there is none.
   */
  readonly projectFolder?: string;
  /**
   * The task's values, by argument name: scene, view_layer, camera, samples, resolution_percentage,
   * output_format, denoise. Others are ignored.
   */
  readonly values: ReadonlyMap<string, string>;
  /** Whether scripts inside the scene may run. */
  readonly allowsScripts: boolean;
  /** A frame that leaves the process above this makes the session unusable; null: no limit. */
  readonly memoryLimitMb: number | null;
}

/** What came of opening a session. */
export interface OpenedSession {
  /** From the start of the process until it was ready for a frame. */
  readonly loadMs: number;
  /** Of the renderer, as `3.4.1`. */
  readonly version: string;
  readonly findings: readonly Finding[];
}

/** What came of a frame. After `isSessionUsable: false` the session ends by itself. */
export type FrameResult =
  | {
      readonly kind: 'done';
      /** Absolute paths of all that was written for the frame. */
      readonly files: readonly string[];
      readonly renderMs: number;
      readonly peakMemoryMb: number | null;
      readonly isSessionUsable: boolean;
    }
  | {
      readonly kind: 'failed';
      readonly cause: FailureCause;
      readonly message: string;
      readonly isSessionUsable: boolean;
    }
  | { readonly kind: 'canceled'; readonly isSessionUsable: boolean };

/** How a session ended. */
export interface SessionEnd {
  /** `closed`: we asked for it. `crashed`: it ended by itself. `failed`: it could not be opened. */
  readonly kind: 'closed' | 'crashed' | 'failed';
  readonly message: string;
}

/** Rejects `opened` when a session cannot be opened at all; by then its process has ended. */
export class SessionFailure extends Error {
  override readonly name = 'SessionFailure';
  readonly failureCause: FailureCause;

  constructor(failureCause: FailureCause, message: string) {
    super(message);
    this.failureCause = failureCause;
  }
}

/** A renderer that is kept open on a machine for one task, fed frame by frame. */
export interface RenderSession {
  /** @throws SessionFailure */
  readonly opened: Promise<OpenedSession>;
  /**
   * Renders one frame; may be called before `opened` is settled. While findings of severity `error` stand,
   * every frame fails with the first of them, without being rendered.
   *
   * @param outputDirectory absolute; made when it is not there. Files are named as the preset names them
   * @param onProgress fraction from 0 to 1; never called again once the result is there
   * @returns never rejects. One frame at a time: a second call while one runs is a bug and throws.
   */
  renderFrame(
    frame: number,
    outputDirectory: string,
    onProgress: (fraction: number, note: string | null) => void,
  ): Promise<FrameResult>;
  /** Cancels the frame that runs; `renderFrame` resolves soon after. Harmless when none does. */
  cancelFrame(): void;
  readonly isBusy: boolean;
  /** Of the renderer's process, as it was last seen. */
  memoryMb(): number | null;
  /** Ends the session, with the frame in it, and waits until its processes are gone. */
  close(): Promise<void>;
  /** Never rejects. */
  readonly ended: Promise<SessionEnd>;
}
