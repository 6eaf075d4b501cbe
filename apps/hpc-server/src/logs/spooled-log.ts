import { openKeptLog, type KeptLog, type Logger } from '@renderonline/runtime';

/** What may wait for the disk before the renderer has to. Bytes. */
const mostQueued = 1024 * 1024;

/** A lease's log on this machine's disk, on its way to RenderAPI. */
export interface SpooledLog {
  /** @returns false when the disk is slower than the renderer: wait for `drained` */
  write(bytes: Buffer): boolean;
  drained(): Promise<void>;
  /** Nothing comes any more; resolves when it is on disk. Never rejects. */
  end(): Promise<void>;
}

interface SpooledLogInput {
  readonly path: string;
  readonly maxBytes: number;
  readonly log: Logger;
  /** More of it is on disk, or nothing more comes. */
  readonly onChange: (kept: KeptLog, isEnded: boolean) => void;
}

/** Makes one; its file is made by the first that is written. */
export function createSpooledLog({ path, maxBytes, log, onChange }: SpooledLogInput): SpooledLog {
  let queue: Buffer[] = [];
  let queued = 0;
  let writing: Promise<void> | undefined;
  let kept: KeptLog | undefined;
  let isBroken = false;

  async function writeQueue(): Promise<void> {
    try {
      kept ??= await openKeptLog(path, maxBytes);
      while (queue.length > 0) {
        const bytes = Buffer.concat(queue);
        queue = [];
        await kept.append(bytes);
        queued -= bytes.length;
        onChange(kept, false);
      }
    } catch (error) {
      // The render goes on without its log.
      log.warn({ err: error, logPath: path }, "the renderer's output cannot be kept");
      isBroken = true;
      queue = [];
      queued = 0;
    }
    writing = undefined;
  }

  return {
    write(bytes) {
      if (isBroken || bytes.length === 0) return true;
      queue.push(bytes);
      queued += bytes.length;
      writing ??= writeQueue();
      return queued < mostQueued;
    },
    async drained() {
      while (queued >= mostQueued) await writing;
    },
    async end() {
      while (writing !== undefined) await writing;
      if (kept !== undefined) onChange(kept, true);
    },
  };
}
