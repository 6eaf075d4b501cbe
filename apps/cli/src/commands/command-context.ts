import type { CliIo } from '../io/cli-io.ts';
import type { ExitCode } from '../io/exit-code.ts';

/** What commands get from runCli. */
export interface CommandContext {
  readonly io: CliIo;
  /** Wraps a command's action, so that the number it returns becomes the exit code. */
  readonly action: <Arguments extends readonly unknown[]>(
    run: (...given: Arguments) => Promise<ExitCode>,
  ) => (...given: Arguments) => Promise<void>;
}
