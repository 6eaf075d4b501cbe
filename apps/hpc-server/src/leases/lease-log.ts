import type { Logger } from '@renderonline/runtime';
import { createTail, openAttemptLog, type AttemptLog } from '../renders/attempt-log.ts';
import type { Clock } from '../renders/render-context.ts';

/** Enough for the end that travels with a failure, whatever its characters take in UTF-8. */
const tailBytes = 32 * 1024;
const keptLines = 40;

export interface LeaseLogInput {
  readonly path: string;
  /** What the file begins with: the command. Asked for when there is something to keep. */
  readonly header: () => string;
  readonly maxBytes: number;
  readonly clock: Clock;
  readonly log: Logger;
}

/** A renderer's output: its end in memory, all of it in a file that is made when there is something to keep. */
export interface LeaseLog extends Pick<AttemptLog, 'write' | 'drained'> {
  /** When something was written last, by the clock's elapsed time; when it was opened, if nothing was. */
  lastOutputMs(): number;
  /** The end of the output, at most so many code units of it. */
  tail(length: number): string;
  /** The last lines, oldest first. */
  lastLines(): string[];
  /** @param isKept false: a renderer that said nothing leaves no file */
  close(lastLine: string, isKept: boolean): Promise<void>;
}

export function createLeaseLog({ path, header, maxBytes, clock, log }: LeaseLogInput): LeaseLog {
  const end = createTail(tailBytes);
  let lastMs = clock.elapsedMs();
  let file: AttemptLog | undefined;

  function open(): AttemptLog {
    if (file) return file;
    file = openAttemptLog({
      path,
      maxBytes,
      onError: (error) => {
        log.warn({ err: error, logPath: path }, "the renderer's output cannot be kept");
      },
    });
    file.write(Buffer.from(`${header()}\n\n`));
    return file;
  }
  const text = () => end.content().toString('utf8');

  return {
    write(chunk) {
      lastMs = clock.elapsedMs();
      end.push(chunk);
      return open().write(chunk);
    },
    drained: () => open().drained(),
    lastOutputMs: () => lastMs,
    tail: (length) =>
      text()
        .slice(-length)
        .replace(/^[\uDC00-\uDFFF]/, ''),
    lastLines: () =>
      text()
        .split(/[\r\n]+/)
        .filter((line) => line.trim() !== '')
        .slice(-keptLines),
    async close(lastLine, isKept) {
      if (isKept || file) await open().close(lastLine);
    },
  };
}
