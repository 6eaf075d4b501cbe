import { Readable } from 'node:stream';
import type { CliIo } from '../io/cli-io.ts';

export interface FakeIo extends CliIo {
  /** What was written so far. */
  out(): string;
  err(): string;
  /** Ctrl-C. */
  interrupt(): void;
}

export interface FakeIoOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly isTerminal?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  /** What is typed or piped in. */
  readonly input?: string;
}

/** A process that tests can look into: no terminal and an empty environment unless told otherwise. */
export function createFakeIo(options: FakeIoOptions = {}): FakeIo {
  const out: string[] = [];
  const err: string[] = [];
  const controller = new AbortController();
  const isTerminal = options.isTerminal ?? false;
  const stdin = Readable.from(options.input === undefined ? [] : [options.input]);
  return {
    stdout: { write: (text) => out.push(text) },
    stderr: { write: (text) => err.push(text) },
    stdin: Object.assign(stdin, { isTTY: isTerminal }),
    env: options.env ?? {},
    cwd: options.cwd ?? process.cwd(),
    isTerminal,
    columns: options.columns ?? 80,
    rows: options.rows ?? 24,
    signal: controller.signal,
    out: () => out.join(''),
    err: () => err.join(''),
    interrupt: () => {
      controller.abort(new Error('received SIGINT'));
    },
  };
}
