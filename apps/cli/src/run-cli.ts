import { CommanderError } from 'commander';
import type { CommandContext } from './commands/command-context.ts';
import type { CliIo } from './io/cli-io.ts';
import { exitCodes, type ExitCode } from './io/exit-code.ts';
import { reportError } from './io/report-error.ts';
import { createProgram } from './program.ts';

/**
 * Runs one command line.
 *
 * @param argv the words after the program's name
 * @returns the exit code; nothing is thrown
 */
export async function runCli(argv: readonly string[], io: CliIo): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.ok;
  const context: CommandContext = {
    io,
    action:
      (run) =>
      async (...given) => {
        exitCode = await run(...given);
      },
  };
  const program = createProgram(context);
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return codeOf(error);
    if (io.signal.aborted && isAbort(error)) return exitCodes.interrupted;
    return reportError(io, error, wantsJson(argv));
  }
}

// Commander has already said what is wrong, and prints help and version by "failing".
function codeOf(error: CommanderError): ExitCode {
  return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && (error.name === 'AbortError' || error.message.startsWith('received SIG'));
}

function wantsJson(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  return (end === -1 ? argv : argv.slice(0, end)).includes('--json');
}
