import { createLineStamper, type LineStamper } from '../logs/line-stamper.ts';
import type { SpooledLog } from '../logs/spooled-log.ts';
import { createTail } from '../renders/tail.ts';
import type { Clock } from '../renders/render-context.ts';

/** Enough for the end that travels with a failure, whatever its characters take in UTF-8. */
const tailBytes = 32 * 1024;
const keptLines = 40;

/** Which of a renderer's two streams; lines of one do not mix with the other's. */
export type OutputStream = 'stdout' | 'stderr';

export interface LeaseLogInput {
  /** Where it is kept, and carried to RenderAPI from. */
  readonly spooled: SpooledLog;
  /** What it begins with: the command. Asked for when there is something to keep; undefined: nothing. */
  readonly header?: () => string;
  readonly clock: Clock;
}

/** A renderer's output: its end in memory, all of it in a file with the time of each line. */
export interface LeaseLog {
  /** @returns false when the disk is slower than the renderer: wait for `drained` */
  write(chunk: Buffer, stream: OutputStream): boolean;
  drained(): Promise<void>;
  /** When something was written last, by the clock's elapsed time; when it was opened, if nothing was. */
  lastOutputMs(): number;
  /** The end of the output, at most so many code units of it. */
  tail(length: number): string;
  /** The last lines, oldest first. */
  lastLines(): string[];
  /** @param isKept false: a renderer that said nothing leaves no file */
  close(lastLine: string, isKept: boolean): Promise<void>;
}

export function createLeaseLog({ spooled, header, clock }: LeaseLogInput): LeaseLog {
  const end = createTail(tailBytes);
  const stampers: Record<OutputStream, LineStamper> = {
    stdout: createLineStamper(() => clock.now()),
    stderr: createLineStamper(() => clock.now()),
  };
  let lastMs = clock.elapsedMs();
  let hasBegun = false;

  function begin(): void {
    if (hasBegun) return;
    hasBegun = true;
    if (header) spooled.write(ownLine(header()));
  }
  const ownLine = (text: string) => createLineStamper(() => clock.now()).push(Buffer.from(`${text}\n`));
  const text = () => end.content().toString('utf8');

  return {
    write(chunk, stream) {
      lastMs = clock.elapsedMs();
      end.push(chunk);
      begin();
      return spooled.write(stampers[stream].push(chunk));
    },
    drained: () => spooled.drained(),
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
      if (isKept) begin();
      if (!hasBegun) return;
      for (const stamper of Object.values(stampers)) spooled.write(stamper.end());
      spooled.write(ownLine(`[RenderOnline: ${lastLine}]`));
      await spooled.end();
    },
  };
}
