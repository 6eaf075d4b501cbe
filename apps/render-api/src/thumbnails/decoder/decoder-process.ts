import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { idleMs, memoryVariable } from './decoder-limits.ts';
import type { ThumbnailAnswer, ThumbnailOrder } from './decoder-message.ts';
import { limitedCommand } from './limited-command.ts';

const programPath = fileURLToPath(new URL('./decoder-main.ts', import.meta.url));

/** What V8 sets aside without using it, and the stacks of threads. Bytes. */
const reservedBytes = 1024 * 1024 * 1024;
const longestComplaint = 2000;

/** How a process ended that should have answered. */
export class DecoderDied extends Error {}

export interface DecoderLimits {
  /** Memory that it may take, and a renderer's image decoder started by it as much again. Bytes. */
  readonly memoryBytes: number;
  /** How long one image may take. ms */
  readonly timeoutMs: number;
}

/** One decoder, which does one thing at a time. */
export interface Decoder {
  readonly pid: number | undefined;
  readonly isAlive: boolean;
  /** @throws DecoderDied when the process ended, or was ended because it took too long or too much */
  make(order: ThumbnailOrder): Promise<ThumbnailAnswer>;
  kill(): void;
}

/** Starts a process for images from strangers. It has none of our environment, and so none of our secrets. */
export function startDecoder({ memoryBytes, timeoutMs }: DecoderLimits): Decoder {
  const [command, ...args] = limitedCommand(
    [process.execPath, '--max-old-space-size=96', programPath],
    memoryBytes + reservedBytes,
  );
  const child = spawn(command, args, {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    serialization: 'advanced',
    // A group of its own, so that what it starts ends with it.
    detached: process.platform !== 'win32',
    windowsHide: true,
    env: {
      PATH: process.env['PATH'],
      SystemRoot: process.env['SystemRoot'],
      [memoryVariable]: String(memoryBytes),
      MALLOC_ARENA_MAX: '2',
    },
  });
  let complaint = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-longestComplaint);
  });
  let waiting: PromiseWithResolvers<ThumbnailAnswer> | undefined;
  let isAlive = true;
  let idle: NodeJS.Timeout | undefined;
  const end = (reason: string): void => {
    isAlive = false;
    waiting?.reject(new DecoderDied(reason));
  };
  child.on('error', (error) => {
    end(error.message);
  });
  child.once('exit', (code, signal) => {
    end(`it ended with ${signal ?? String(code)}${complaint === '' ? '' : `: ${complaint.trim()}`}`);
  });
  const kill = (): void => {
    clearTimeout(idle);
    end('it was ended');
    killGroup(child);
  };
  child.on('message', (answer: ThumbnailAnswer) => waiting?.resolve(answer));
  child.unref();
  child.channel?.unref();
  (child.stderr as { unref?: () => void } | null)?.unref?.();

  return {
    pid: child.pid,
    get isAlive() {
      return isAlive;
    },
    async make(order) {
      clearTimeout(idle);
      waiting = Promise.withResolvers();
      const timer = setTimeout(() => {
        end(`it took longer than ${timeoutMs} ms`);
        killGroup(child);
      }, timeoutMs);
      try {
        if (isAlive) child.send(order);
        else end('it has ended');
        return await waiting.promise;
      } finally {
        clearTimeout(timer);
        waiting = undefined;
        idle = setTimeout(kill, idleMs);
        idle.unref();
      }
    },
    kill,
  };
}

function killGroup(child: ChildProcess): void {
  try {
    if (child.pid !== undefined && process.platform !== 'win32') process.kill(-child.pid, 'SIGKILL');
    else child.kill('SIGKILL');
  } catch {
    // It has ended already.
  }
}
