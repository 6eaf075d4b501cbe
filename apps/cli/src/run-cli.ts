import { CommanderError } from 'commander';
import type { CommandContext } from './commands/command-context.ts';
import { CliError } from './io/cli-error.ts';
import type { CliIo } from './io/cli-io.ts';
import { exitCodes, type ExitCode } from './io/exit-code.ts';
import { createProgram, mistakeHint, plainMistake } from './program.ts';

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
  const json = wantsJson(argv);
  const program = createProgram(context, { json });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return tellMistake(io, error, json);
    if (io.signal.aborted && isAbort(error)) return exitCodes.interrupted;
    const { reportError } = await import('./io/report-error.ts');
    return reportError(io, error, json);
  }
}

// Commander prints help and version by "failing", and has told people what is wrong already.
async function tellMistake(io: CliIo, error: CommanderError, json: boolean): Promise<ExitCode> {
  if (error.exitCode === 0) return exitCodes.ok;
  if (!json) return exitCodes.usage;
  const message = plainMistake(error.message.replace(/^error: /, '').replaceAll('\n', ' '));
  const mistake = new CliError(exitCodes.usage, 'command-line-invalid', message, { next: mistakeHint });
  const { reportError } = await import('./io/report-error.ts');
  return reportError(io, mistake, true);
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && (error.name === 'AbortError' || error.message.startsWith('received SIG'));
}

function wantsJson(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  return (end === -1 ? argv : argv.slice(0, end)).includes('--json');
}
