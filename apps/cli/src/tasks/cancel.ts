import type { Command } from 'commander';
import type { CommandContext } from '../commands/command-context.ts';
import { identifiers } from '../commands/option-values.ts';
import { printJson, printLine } from '../commands/print.ts';
import { addApiOptions, type ApiOptions } from '../credentials/api-options.ts';
import { connect } from '../credentials/connect.ts';
import type { CliIo } from '../io/cli-io.ts';
import type { ExitCode } from '../io/exit-code.ts';
import { eachTask } from './each-task.ts';

/** `renderonline cancel <task...>`. */
export function addCancelCommand(program: Command, { io, action }: CommandContext): void {
  addApiOptions(program.command('cancel'))
    .description('take tasks out of the queue and end their renders; frames that are done stay')
    .argument('<task...>', 'their numbers', identifiers)
    .addHelpText('after', '\nExample:\n  renderonline cancel 12 13')
    .action(action((taskIds: readonly number[], options: ApiOptions) => cancel(io, taskIds, options)));
}

async function cancel(io: CliIo, taskIds: readonly number[], options: ApiOptions): Promise<ExitCode> {
  const client = await connect(io, options);
  const json = options.json === true;
  const { done, exitCode } = await eachTask(io, { taskIds, json }, async (taskId) => {
    await client.dequeue(taskId);
    if (!json) printLine(io, `Task ${taskId} is canceled.`);
  });
  if (json) printJson(io, { canceled: done });
  return exitCode;
}
