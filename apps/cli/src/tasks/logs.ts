import type { Command } from 'commander';
import type { CommandContext } from '../commands/command-context.ts';
import { identifier, wholeNumber } from '../commands/option-values.ts';
import { addApiOptions, type ApiOptions } from '../credentials/api-options.ts';
import { connect } from '../credentials/connect.ts';
import { CliError } from '../io/cli-error.ts';
import type { CliIo } from '../io/cli-io.ts';
import { exitCodes, type ExitCode } from '../io/exit-code.ts';
import { frameNumber } from './frame-number.ts';

interface LogsOptions extends ApiOptions {
  readonly attempt?: number;
  readonly frame?: number;
  readonly follow?: boolean;
  readonly tail?: number;
  readonly search?: string;
}

/** `renderonline logs <task>`. */
export function addLogsCommand(program: Command, { io, action }: CommandContext): void {
  addApiOptions(program.command('logs'))
    .description('show what the renderers of a task said; with --json one value a line')
    .argument('<task>', 'its number', identifier)
    .option('--attempt <number>', 'only this attempt (`renderonline tasks <task>` lists them)', identifier)
    .option('--frame <number>', 'only the latest attempt at this frame', frameNumber)
    .option('-f, --follow', 'go on until the task, or the attempt, has ended')
    .option('--tail <lines>', 'begin with so many of the last lines', wholeNumber(0, 10_000))
    .option('--search <text>', 'only lines that contain it, in small or capital letters')
    .addHelpText(
      'after',
      '\nExamples:\n  renderonline logs 12 --follow --tail 20\n  renderonline logs 12 --frame 7\n' +
        '  renderonline logs 12 --search "out of memory"\n\n' +
        'On a terminal errors are red, warnings yellow, and times are those of your clock; elsewhere they are UTC.\n' +
        'Ends with 4 when --search finds nothing.',
    )
    .action(action((taskId: number, options: LogsOptions) => logs(io, taskId, options)));
}

async function logs(io: CliIo, taskId: number, options: LogsOptions): Promise<ExitCode> {
  const { attempt, frame, follow, tail, search } = options;
  if (attempt !== undefined && frame !== undefined) throw bothGiven('--attempt', '--frame');
  if (search !== undefined && follow === true) throw bothGiven('--search', '--follow');
  if (search !== undefined && tail !== undefined) throw bothGiven('--search', '--tail');
  if (search === '') throw new CliError(exitCodes.usage, 'search-empty', 'There is nothing to search for.');
  const client = await connect(io, options);
  const { attemptOfFrame, showLogs, showMatches } = await import('./show-logs.ts');
  const wanted = frame === undefined ? attempt : await attemptOfFrame(client, taskId, frame);
  const json = options.json === true;
  if (search !== undefined) return showMatches(io, client, taskId, { json, search, attempt: wanted });
  return showLogs(io, client, taskId, { json, attempt: wanted, tail, follow: follow === true });
}

function bothGiven(one: string, other: string): CliError {
  return new CliError(exitCodes.usage, 'options-conflict', `${one} and ${other} do not go together.`);
}
