import type { Command } from 'commander';
import type { HpcServerSettings } from '@renderonline/hpc-server';
import type { Logger } from '@renderonline/runtime';
import type { CommandContext } from '../commands/command-context.ts';
import { port } from '../commands/option-values.ts';
import { CliError } from '../io/cli-error.ts';
import type { CliIo } from '../io/cli-io.ts';
import { exitCodes, type ExitCode } from '../io/exit-code.ts';
import { endOf } from './end-of-input.ts';
import { asOneLine, logStyle, runUntilStopped } from './run-until-stopped.ts';

interface NodeProgramOptions {
  readonly json?: boolean;
  readonly config?: string;
  readonly port?: number;
  /** true without an address. */
  readonly join?: string | true;
  readonly code?: string;
  readonly name?: string;
  readonly fingerprint?: string;
  readonly untilStdinEnds?: boolean;
}

/** `renderonline node`: HPCServer in the foreground. */
export function addNodeCommand(program: Command, { io, action }: CommandContext): void {
  program
    .command('node')
    .description('run HPCServer: makes this computer a machine of a farm')
    .option('--join [address]', 'join a farm; without an address, the one that is found on this network')
    .option('--code <code>', 'what `renderonline machine pair` printed; needed once')
    .option('--name <name>', 'what the machine is to be called (default: as the computer)')
    .option(
      '--fingerprint <sha256>',
      "of RenderAPI's certificate, where no authority has signed it: nothing else is trusted then",
    )
    .option(
      '--until-stdin-ends',
      'end when standard input does: for a program that starts this one and may die itself',
    )
    .option('--json', 'log JSON lines on a terminal too; errors as JSON')
    .option('--config <file>', 'configuration (default: HPCServer.json of this folder, when there is one)')
    .option('--port <port>', 'where to listen, in place of Port', port)
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  renderonline node --join http://farm:5000 --code ABCD-EFGH\n' +
        '  renderonline node\n\n' +
        'Its log goes to standard error. Renderers end with it. A computer that has joined stays joined:\n' +
        'the next time `renderonline node` is enough.',
    )
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
  const log = createLogger({ name: 'hpc-server', level: 'info', ...logStyle(options) });
  const input = options.untilStdinEnds === true ? endOf(io.stdin) : undefined;
  try {
    await join(options, settings, log).catch(asOneLine);
    const stop = input === undefined ? io.signal : AbortSignal.any([io.signal, input.signal]);
    await runUntilStopped(stop, log, () => startHpcServer(settings, { log }));
  } finally {
    input?.stopWatching();
  }
  return exitCodes.ok;
}

/** Joins a farm where that is wished and not done already. */
async function join(options: NodeProgramOptions, settings: HpcServerSettings, log: Logger): Promise<void> {
  const { join: wished, code, name, fingerprint } = options;
  if (wished === undefined && code === undefined) {
    if (name === undefined && fingerprint === undefined) return;
    throw new CliError(exitCodes.usage, 'join-missing', '--name and --fingerprint belong to --join.');
  }
  const { joinFarm, readMembership } = await import('@renderonline/hpc-server');
  if (code === undefined) {
    const membership = await readMembership(settings.dataDirectory);
    if (membership !== undefined) return;
    throw new CliError(
      exitCodes.usage,
      'pairing-code-missing',
      'To join a farm for the first time takes --code: `renderonline machine pair` on the farm makes one.',
    );
  }
  await joinFarm({
    address: typeof wished === 'string' ? wished : null,
    code,
    name: name ?? null,
    certificate: fingerprint ?? null,
    settings,
    log,
  });
}
