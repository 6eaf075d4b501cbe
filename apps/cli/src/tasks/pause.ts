import type { Command } from 'commander';
import type { CommandContext } from '../commands/command-context.ts';
import { identifiers } from '../commands/option-values.ts';
import { printJson, printLine } from '../commands/print.ts';
import { addApiOptions, type ApiOptions } from '../credentials/api-options.ts';
import { connect } from '../credentials/connect.ts';
import type { CliIo } from '../io/cli-io.ts';
import type { ExitCode } from '../io/exit-code.ts';
import { eachTask } from './each-task.ts';

/** `renderonline pause <task...>` and `renderonline resume <task...>`. */
export function addPauseCommands(program: Command, { io, action }: CommandContext): void {
  addApiOptions(program.command('pause'))
    .description('give no more frames of tasks to machines; those being rendered are finished')
    .argument('<task...>', 'their numbers', identifiers)
    .addHelpText('after', '\nExample:\n  renderonline pause 12 13')
    .action(action((taskIds: readonly number[], options: ApiOptions) => pause(io, taskIds, options)));
  addApiOptions(program.command('resume'))
    .description('go on with paused tasks')
    .argument('<task...>', 'their numbers', identifiers)
    .addHelpText('after', '\nExample:\n  renderonline resume 12')
    .action(action((taskIds: readonly number[], options: ApiOptions) => resume(io, taskIds, options)));
}

async function pause(io: CliIo, taskIds: readonly number[], options: ApiOptions): Promise<ExitCode> {
  const client = await connect(io, options);
  const json = options.json === true;
  const { done, exitCode } = await eachTask(io, { taskIds, json }, async (taskId) => {
    await client.pause(taskId);
    if (!json) printLine(io, `Task ${taskId} is paused. Go on: renderonline resume ${taskId}`);
  });
  if (json) printJson(io, { paused: done });
  return exitCode;
}

async function resume(io: CliIo, taskIds: readonly number[], options: ApiOptions): Promise<ExitCode> {
  const client = await connect(io, options);
  const json = options.json === true;
  const { done, exitCode } = await eachTask(io, { taskIds, json }, async (taskId) => {
    const { state } = await client.resume(taskId);
    if (!json) printLine(io, `Task ${taskId} goes on: it is ${state}.`);
  });
  if (json) printJson(io, { resumed: done });
  return exitCode;
}
