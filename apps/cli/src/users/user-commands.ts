import { Option, type Command } from 'commander';
import type { CommandContext } from '../commands/command-context.ts';
import { yesOrNo } from '../commands/option-values.ts';
import { addDatabaseOptions, type DatabaseOptions } from '../farm-database/with-database.ts';
import type { AddUserOptions } from './add-user.ts';
import type { SetUserOptions } from './change-users.ts';

const roles = ['user', 'admin'];

/** `renderonline user add|list|set|remove`. */
export function addUserCommands(program: Command, { io, action }: CommandContext): void {
  const group = program.command('user').description('who may use the farm');
  addDatabaseOptions(group.command('add'))
    .description('add a user and print the token, this one time')
    .requiredOption('--email <email>', 'e-mail, the name to sign in with')
    .option('--first-name <name>', 'first name', '')
    .option('--last-name <name>', 'last name', '')
    .option('--subscription <subscription>', 'number or name; may be left out when there is only one')
    .addOption(
      new Option('--role <role>', 'admin: administers the farm over the API').choices(roles).default('user'),
    )
    .addHelpText(
      'after',
      '\nExample:\n  renderonline user add --email ada@example.com --first-name Ada --subscription Default',
    )
    .action(
      action(async (options: AddUserOptions) => {
        const { addUserCommand } = await import('./add-user.ts');
        return addUserCommand(io, options);
      }),
    );
  addDatabaseOptions(group.command('list').alias('ls'))
    .description('list all users')
    .addHelpText('after', '\nExample:\n  renderonline user list --json')
    .action(
      action(async (options: DatabaseOptions) => {
        const { listUsersCommand } = await import('./change-users.ts');
        return listUsersCommand(io, options);
      }),
    );
  addDatabaseOptions(group.command('set'))
    .description('change a user')
    .argument('<user>', 'number or e-mail')
    .option('--email <email>', 'new e-mail')
    .option('--first-name <name>', 'first name')
    .option('--last-name <name>', 'last name')
    .option('--subscription <subscription>', 'number or name')
    .addOption(new Option('--role <role>', 'admin: administers the farm over the API').choices(roles))
    .option('--active <yes|no>', 'whether the user may sign in', yesOrNo)
    .option('--new-token', 'make a new token and print it, this one time; the old one stops working')
    .addHelpText(
      'after',
      '\nExamples:\n  renderonline user set ada@example.com --new-token\n' +
        '  renderonline user set ada@example.com --role admin',
    )
    .action(
      action(async (wanted: string, options: SetUserOptions) => {
        const { setUserCommand } = await import('./change-users.ts');
        return setUserCommand(io, wanted, options);
      }),
    );
  addDatabaseOptions(group.command('remove').alias('rm'))
    .description('remove a user who has no tasks; `user set --active no` locks one out')
    .argument('<user>', 'number or e-mail')
    .addHelpText('after', '\nExample:\n  renderonline user remove ada@example.com')
    .action(
      action(async (wanted: string, options: DatabaseOptions) => {
        const { removeUserCommand } = await import('./change-users.ts');
        return removeUserCommand(io, wanted, options);
      }),
    );
}
