import type { Command } from 'commander';
import type { CommandContext } from '../commands/command-context.ts';
import { port } from '../commands/option-values.ts';
import type { CliIo } from '../io/cli-io.ts';
import { exitCodes, type ExitCode } from '../io/exit-code.ts';
import { asOneLine, logStyle, runUntilStopped } from './run-until-stopped.ts';

interface ApiProgramOptions {
  readonly json?: boolean;
  readonly config?: string;
  readonly port?: number;
  readonly database?: string;
}

/** `renderonline api`: RenderAPI in the foreground. */
export function addApiCommand(program: Command, { io, action }: CommandContext): void {
  program
    .command('api')
    .description('run RenderAPI: the queue, the scheduler and the HTTP API')
    .option('--json', 'log JSON lines on a terminal too; errors as JSON')
    .option('--config <file>', 'configuration (default: RenderAPI.json of this folder, when there is one)')
    .option('--port <port>', 'where to listen, in place of Port', port)
    .option('--database <connection>', 'in place of ConnectionString')
    .addHelpText(
      'after',
      '\nExample:\n  renderonline api --config /etc/renderonline/RenderAPI.json\n\n' +
        'Its log goes to standard error. Ends with 0 after SIGTERM or Ctrl-C.',
    )
    .action(action((options: ApiProgramOptions) => runApi(io, options)));
}

async function runApi(io: CliIo, options: ApiProgramOptions): Promise<ExitCode> {
  const { loadRenderApiSettings, startRenderApi } = await import('@renderonline/render-api');
  const settings = await loadRenderApiSettings({
    configPath: options.config,
    env: io.env,
    cwd: io.cwd,
    flags: { Port: options.port, ConnectionString: options.database },
  }).catch(asOneLine);
  const { createLogger } = await import('@renderonline/runtime');
  const log = createLogger({ name: 'render-api', level: settings.logLevel, ...logStyle(options) });
  await runUntilStopped(io.signal, log, () => startRenderApi(settings, { log }));
  return exitCodes.ok;
}
