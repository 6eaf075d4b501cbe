import type { Command } from 'commander';
import type { CommandContext } from '../commands/command-context.ts';
import { addMachineRowCommands } from './add-machine.ts';
import { addAvailabilityCommands } from './availability-commands.ts';
import { addListMachinesCommand } from './list-command.ts';
import { addPairCommand } from './pair.ts';
import { addSetMachineCommand } from './set-machine.ts';

/** `renderonline machine …`. */
export function addMachineCommands(program: Command, context: CommandContext): void {
  const group = program.command('machine').description('the computers that render');
  addPairCommand(group, context);
  addListMachinesCommand(group, context);
  addSetMachineCommand(group, context);
  addAvailabilityCommands(group, context);
  addMachineRowCommands(group, context);
}
