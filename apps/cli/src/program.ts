import { Command } from 'commander';
import packageJson from '../package.json' with { type: 'json' };
import { addArgtypeCommands } from './argument-types/argtype-commands.ts';
import type { CommandContext } from './commands/command-context.ts';
import { addLoginCommand } from './credentials/login-command.ts';
import { addEngineCommands } from './engines/engine-commands.ts';
import { addDbCommands } from './farm-database/db-commands.ts';
import { addMachineCommands } from './machines/machine-commands.ts';
import { addApiCommand } from './programs/api.ts';
import { addNodeCommand } from './programs/node.ts';
import { addQuickstartCommand } from './quickstart/quickstart-command.ts';
import { addStorageCommand } from './storage/storage-command.ts';
import { addSubscriptionCommands } from './subscriptions/subscription-commands.ts';
import { addCancelCommand } from './tasks/cancel.ts';
import { addConvertCommand } from './tasks/convert.ts';
import { addDeleteCommand } from './tasks/delete.ts';
import { addDownloadCommand } from './tasks/download.ts';
import { addTasksCommand } from './tasks/list-tasks.ts';
import { addLogsCommand } from './tasks/logs.ts';
import { addPauseCommands } from './tasks/pause.ts';
import { addPriorityCommand } from './tasks/priority.ts';
import { addFrameCommands } from './tasks/requeue.ts';
import { addSubmitCommand } from './tasks/submit.ts';
import { addVideoCommand } from './tasks/video.ts';
import { addWatchCommand } from './tasks/watch.ts';
import { addTemplateCommands } from './templates/template-commands.ts';
import { addUserCommands } from './users/user-commands.ts';

/** What people who made a mistake on the command line can do. */
export const mistakeHint = 'Add --help for what there is.';

/** Commander's word for an argument that cannot be read, in ours. */
export function plainMistake(message: string): string {
  return message.replace(/command-argument value '(.*)' is invalid for argument '(.*)'\./s, `'$1' is no $2.`);
}

/**
 * All commands of `renderonline`, in the order of its help.
 *
 * @param json mistakes on the command line are not printed: the caller tells them as JSON
 */
export function createProgram(context: CommandContext, { json = false } = {}): Command {
  const { io } = context;
  const program = new Command('renderonline')
    .description('A render farm for a few machines and many frames.')
    .version(packageJson.version, '-V, --version', 'print the version')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => {
        if (!json) io.stderr.write(text);
      },
      outputError: (text, write) => {
        write(plainMistake(text));
      },
      getOutHelpWidth: () => io.columns,
      getErrHelpWidth: () => io.columns,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .showHelpAfterError(mistakeHint)
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  renderonline quickstart                              a whole farm on this computer, with a demo\n' +
        '  renderonline submit scene.blend --frames 1-100 --watch\n' +
        '  renderonline download 12 --to frames\n\n' +
        'Exit codes and everything else: docs/cli.md',
    );
  program.commandsGroup('Start here:');
  program.helpCommand('help [command]', 'tell all about a command');
  addQuickstartCommand(program, context);
  program.commandsGroup('Your tasks:');
  addLoginCommand(program, context);
  addSubmitCommand(program, context);
  addTemplateCommands(program, context);
  addTasksCommand(program, context);
  addWatchCommand(program, context);
  addLogsCommand(program, context);
  addDownloadCommand(program, context);
  addVideoCommand(program, context);
  addConvertCommand(program, context);
  addPauseCommands(program, context);
  addPriorityCommand(program, context);
  addFrameCommands(program, context);
  addCancelCommand(program, context);
  addDeleteCommand(program, context);
  addStorageCommand(program, context);
  program.commandsGroup('Programs of a farm:');
  addApiCommand(program, context);
  addNodeCommand(program, context);
  program.commandsGroup("Administration (on the farm's database):");
  addDbCommands(program, context);
  addUserCommands(program, context);
  addSubscriptionCommands(program, context);
  addEngineCommands(program, context);
  addArgtypeCommands(program, context);
  addMachineCommands(program, context);
  for (const group of program.commands.filter(({ commands }) => commands.length > 0))
    group.helpCommand(false);
  return program;
}
