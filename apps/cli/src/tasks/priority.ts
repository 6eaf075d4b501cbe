import type { Command } from 'commander';
import type { CommandContext } from '../commands/command-context.ts';
import { identifier } from '../commands/option-values.ts';
import { printJson, printLine } from '../commands/print.ts';
import { addApiOptions, type ApiOptions } from '../credentials/api-options.ts';
import { connect } from '../credentials/connect.ts';
import { exitCodes } from '../io/exit-code.ts';
import { priority } from './wishes.ts';

/** `renderonline priority <task> <priority>`. */
export function addPriorityCommand(program: Command, { io, action }: CommandContext): void {
  addApiOptions(program.command('priority'))
    .description('put a task before or behind others')
    .argument('<task>', 'its number', identifier)
    .argument('<priority>', '0 to 100, larger goes first; tasks have 50 unless told otherwise', priority)
    .addHelpText('after', '\nExample:\n  renderonline priority 12 80')
    .action(
      action(async (taskId: number, wanted: number, options: ApiOptions) => {
        const client = await connect(io, options);
        const task = await client.setPriority(taskId, wanted);
        if (options.json === true) printJson(io, task);
        else printLine(io, `Task ${taskId} has priority ${task.priority}.`);
        return exitCodes.ok;
      }),
    );
}
