import type { CliIo } from './cli-io.ts';

const echoMs = 500;

/**
 * The real process as a CliIo. The first SIGINT, SIGTERM or SIGHUP aborts `signal`, so that commands can end
 * what they started; a second one ends the process at once.
 */
export function createProcessIo(): CliIo {
  const controller = new AbortController();
  let firstAt = 0;
  const stop = (signal: NodeJS.Signals) => {
    if (controller.signal.aborted) {
      // npm passes Ctrl-C on to a process that the terminal has told already: that is still the first time.
      if (performance.now() - firstAt > echoMs) process.exit(130);
      return;
    }
    firstAt = performance.now();
    controller.abort(new Error(`received ${signal}`));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  endQuietlyWhenNobodyReads();
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    stdin: process.stdin,
    env: process.env,
    cwd: process.cwd(),
    isTerminal: process.stdout.isTTY && process.env['TERM'] !== 'dumb',
    get columns() {
      return process.stdout.isTTY ? process.stdout.columns : 80;
    },
    get rows() {
      return process.stdout.isTTY ? process.stdout.rows : 24;
    },
    signal: controller.signal,
  };
}

// `renderonline tasks | head -1` closes our output early; that is no error of ours.
function endQuietlyWhenNobodyReads(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(0);
      throw error;
    });
  }
}
