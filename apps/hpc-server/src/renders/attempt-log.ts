import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';

/** The end of a flood is kept as well: it is where renderers say why. */
const tailBytes = 64 * 1024;

/** The renderer's output in a file, never larger than its limit. */
export interface AttemptLog {
  /** @returns false when the disk is slower than the renderer: wait for `drained`. */
  write(chunk: Buffer): boolean;
  drained(): Promise<void>;
  /** Writes what is left and closes the file. Never throws. */
  close(lastLine: string): Promise<void>;
}

interface AttemptLogOptions {
  readonly path: string;
  /** Bytes; what comes after the first of them is dropped, except the last 64 KiB. */
  readonly maxBytes: number;
  /** Told once when the file cannot be written; the render goes on without its log. */
  readonly onError: (error: Error) => void;
}

export function openAttemptLog({ path, maxBytes, onError }: AttemptLogOptions): AttemptLog {
  const file = createWriteStream(path, { mode: 0o644 });
  let isBroken = false;
  file.on('error', (error) => {
    if (!isBroken) onError(error);
    isBroken = true;
  });
  const headLimit = Math.max(0, maxBytes - tailBytes);
  let headBytes = 0;
  const tail = createTail(Math.min(tailBytes, maxBytes));

  return {
    write(chunk) {
      if (isBroken) return true;
      const head = chunk.subarray(0, headLimit - headBytes);
      headBytes += head.length;
      if (head.length < chunk.length) tail.push(chunk.subarray(head.length));
      return head.length === 0 || file.write(head);
    },
    async drained() {
      if (isBroken || !file.writableNeedDrain) return;
      await new Promise<void>((resolve) => {
        const settle = () => {
          file.off('drain', settle);
          file.off('close', settle);
          resolve();
        };
        file.on('drain', settle);
        file.on('close', settle);
      });
    },
    async close(lastLine) {
      if (!isBroken) {
        if (tail.dropped() > 0) {
          file.write(`\n[RenderOnline: ${tail.dropped()} bytes of output left out, see MaxLogBytes]\n`);
        }
        file.write(tail.content());
        file.end(`\n[RenderOnline: ${lastLine}]\n`);
      }
      await finished(file).catch(() => undefined);
    },
  };
}

/** Keeps the last bytes of what passes. */
export function createTail(limit: number) {
  let chunks: Buffer[] = [];
  let kept = 0;
  let dropped = 0;
  return {
    push(chunk: Buffer): void {
      chunks.push(chunk);
      kept += chunk.length;
      while (kept > limit) {
        const [oldest] = chunks;
        if (!oldest) break;
        const surplus = Math.min(oldest.length, kept - limit);
        chunks = surplus === oldest.length ? chunks.slice(1) : [oldest.subarray(surplus), ...chunks.slice(1)];
        kept -= surplus;
        dropped += surplus;
      }
    },
    dropped: () => dropped,
    content: () => Buffer.concat(chunks),
  };
}
