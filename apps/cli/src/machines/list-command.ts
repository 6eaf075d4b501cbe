import type { Command } from 'commander';
import type { CommandContext } from '../commands/command-context.ts';
import { addApiOptions } from '../credentials/api-options.ts';
import type { ListOptions } from './known-machines.ts';

/** `renderonline machine list`. */
export function addListMachinesCommand(group: Command, { io, action }: CommandContext): void {
  addApiOptions(group.command('list').alias('ls'))
    .description('list all machines: what they are, and what each does now where RenderAPI can be asked')
    .option('--database <connection>', 'connection string, or Data Source=FILE for SQLite')
    .option('--config <file>', 'RenderAPI.json to take the connection string from')
    .addHelpText('after', '\nExamples:\n  renderonline machine list\n  renderonline machine list --json')
    .action(
      action(async (options: ListOptions) => {
        const { listMachinesCommand } = await import('./list-machines.ts');
        return listMachinesCommand(io, options);
      }),
    );
}
