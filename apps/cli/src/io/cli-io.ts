import type { Readable } from 'node:stream';

/** Where text goes. `false` from write is ignored: what a command prints is small, but for `--json` lists. */
export interface TextSink {
  write(text: string): unknown;
}

/** Everything that a command touches of the process it runs in, so that tests can stand in for it. */
export interface CliIo {
  readonly stdout: TextSink;
  readonly stderr: TextSink;
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Whether standard output is a terminal that understands control codes. */
  readonly isTerminal: boolean;
  /** Width of the terminal; 80 when there is none. */
  readonly columns: number;
  /** Its height; 24 when there is none. */
  readonly rows: number;
  /** Aborted by Ctrl-C, SIGTERM or SIGHUP. */
  readonly signal: AbortSignal;
}

/** Whether a question can be asked: somebody must read it and be able to answer. */
export function canAsk(io: CliIo): boolean {
  return io.isTerminal && io.stdin.isTTY === true;
}
