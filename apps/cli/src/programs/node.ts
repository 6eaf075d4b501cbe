import type { Command } from 'commander';
import type { CommandContext } from '../commands/command-context.ts';
import { port } from '../commands/option-values.ts';
import type { CliIo } from '../io/cli-io.ts';
import { exitCodes, type ExitCode } from '../io/exit-code.ts';
import { asOneLine, runUntilStopped } from './run-until-stopped.ts';

interface NodeProgramOptions {
  readonly config?: string;
  readonly port?: number;
}

/** `renderonline node`: HPCServer in the foreground. */
export function addNodeCommand(program: Command, { io, action }: CommandContext): void {
  program
    .command('node')
    .description('run HPCServer: makes this computer a machine of a farm')
    .option('--config <file>', 'configuration (default: HPCServer.json of this folder, when there is one)')
    .option('--port <port>', 'where to listen, in place of Port', port)
    .addHelpText('after', '\nIts log goes to standard error. Renderers end with it.')
    .action(action((options: NodeProgramOptions) => runNode(io, options)));
}

async function runNode(io: CliIo, options: NodeProgramOptions): Promise<ExitCode> {
  const { loadHpcServerSettings, startHpcServer } = await import('@renderonline/hpc-server');
  const settings = await loadHpcServerSettings({
    configPath: options.config,
    env: io.env,
    cwd: io.cwd,
    flags: { Port: options.port },
  }).catch(asOneLine);
  const { createLogger } = await import('@renderonline/runtime');
  const log = createLogger({ name: 'hpc-server', level: 'info' });
  await runUntilStopped(io, log, () => startHpcServer(settings, { log }));
  return exitCodes.ok;
}
