import type { Command } from 'commander';
import type { CommandContext } from '../commands/command-context.ts';
import { identifier } from '../commands/option-values.ts';
import { addApiOptions, type ApiOptions } from '../credentials/api-options.ts';
import { connect } from '../credentials/connect.ts';
import { CliError } from '../io/cli-error.ts';
import type { CliIo } from '../io/cli-io.ts';
import { exitCodes, type ExitCode } from '../io/exit-code.ts';

/** `renderonline watch [task]`. */
export function addWatchCommand(program: Command, { io, action }: CommandContext): void {
  addApiOptions(program.command('watch'))
    .description('follow a task until it ends; with --json one snapshot a line')
    .argument('[task]', 'its number; the newest when left out', identifier)
    .addHelpText(
      'after',
      '\nExample:\n  renderonline watch 12\n\n' +
        'On a terminal: the whole task, a line for each machine, and what went wrong with what to do about it.\n' +
        'Ends with 0 when the task succeeded, 10 when it failed, 11 when it was canceled.',
    )
    .action(action((taskId: number | undefined, options: ApiOptions) => watch(io, taskId, options)));
}

async function watch(io: CliIo, wanted: number | undefined, options: ApiOptions): Promise<ExitCode> {
  const client = await connect(io, options);
  const taskId = wanted ?? (await client.listTasks({ limit: 1 })).tasks[0]?.taskId;
  if (taskId === undefined) {
    throw new CliError(exitCodes.notFound, 'no-tasks', 'You have no tasks yet.', {
      next: 'Submit one: renderonline submit scene.blend --frames 1-100',
    });
  }
  const { followTask } = await import('./follow-task.ts');
  return followTask(io, client, taskId, { json: options.json === true });
}
