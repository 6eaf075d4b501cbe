import type { Client } from '@renderonline/client';
import type { Command } from 'commander';
import type { CommandContext } from '../commands/command-context.ts';
import { identifiers } from '../commands/option-values.ts';
import { printJson, printLine } from '../commands/print.ts';
import { addApiOptions, type ApiOptions } from '../credentials/api-options.ts';
import { connect } from '../credentials/connect.ts';
import { CliError } from '../io/cli-error.ts';
import { canAsk, type CliIo } from '../io/cli-io.ts';
import { exitCodes, type ExitCode } from '../io/exit-code.ts';
import { askYesNo } from '../terminal/ask.ts';
import { cleanText } from '../terminal/clean-text.ts';
import { eachTask } from './each-task.ts';
import { framesText } from './task-text.ts';

interface DeleteOptions extends ApiOptions {
  readonly yes?: boolean;
}

/** `renderonline delete <task...>`. */
export function addDeleteCommand(program: Command, { io, action }: CommandContext): void {
  addApiOptions(program.command('delete'))
    .description('delete tasks with their project and all their frames')
    .argument('<task...>', 'their numbers', identifiers)
    .option('-y, --yes', 'do not ask')
    .addHelpText('after', '\nExample:\n  renderonline delete 12 13 --yes')
    .action(
      action((taskIds: readonly number[], options: DeleteOptions) => deleteTasks(io, taskIds, options)),
    );
}

async function deleteTasks(io: CliIo, taskIds: readonly number[], options: DeleteOptions): Promise<ExitCode> {
  const client = await connect(io, options);
  if (options.yes !== true) await confirm(io, client, taskIds);
  const json = options.json === true;
  const { done, exitCode } = await eachTask(io, { taskIds, json }, async (taskId) => {
    await client.delete(taskId);
    if (!json) printLine(io, `Task ${taskId} is deleted.`);
  });
  if (json) printJson(io, { deleted: done });
  return exitCode;
}

async function confirm(io: CliIo, client: Client, taskIds: readonly number[]): Promise<void> {
  if (!canAsk(io)) {
    throw new CliError(
      exitCodes.declined,
      'not-confirmed',
      'Nothing was deleted: deleting needs a confirmation.',
      {
        next: 'Give --yes where nobody can be asked.',
      },
    );
  }
  for (const taskId of taskIds) {
    const task = await client.task(taskId);
    printLine(io, `Task ${taskId}: ${cleanText(task.fileName)}, ${task.state}, ${framesText(task)} frames.`);
  }
  if (await askYesNo(io, 'Delete with all files?')) return;
  throw new CliError(exitCodes.declined, 'not-confirmed', 'Nothing was deleted.');
}
