import type { Database } from '@renderonline/database';
import type { Command } from 'commander';
import type { CommandContext } from '../commands/command-context.ts';
import { printJson, printLine } from '../commands/print.ts';
import type { CliIo } from '../io/cli-io.ts';
import { exitCodes, type ExitCode } from '../io/exit-code.ts';
import {
  addDatabaseOptions,
  withAnyDatabase,
  withExistingDatabase,
  type DatabaseOptions,
} from './with-database.ts';

/** `renderonline db migrate|status`. */
export function addDbCommands(program: Command, { io, action }: CommandContext): void {
  const db = program.command('db').description('create, upgrade and inspect the database');
  addDatabaseOptions(db.command('migrate'))
    .description('create the tables, or upgrade them (from RenderOnline 1.x too); harmless when up to date')
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  renderonline db migrate\n' +
        '  renderonline db migrate --database "Server=db;Database=renderonline;User Id=ro;Password=…;"',
    )
    .action(action((options: DatabaseOptions) => migrate(io, options)));
  addDatabaseOptions(db.command('status'))
    .description('show which version the database has; ends with code 5 when it must be migrated')
    .addHelpText('after', '\nExample:\n  renderonline db status --json')
    .action(action((options: DatabaseOptions) => showStatus(io, options)));
}

async function migrate(io: CliIo, options: DatabaseOptions): Promise<ExitCode> {
  const { migrateDatabase } = await import('@renderonline/database');
  const work = async (database: Database) => {
    const { from, to, applied } = await migrateDatabase(database);
    if (options.json === true) printJson(io, { database: database.description, from, to, applied });
    else if (applied.length === 0) printLine(io, `${database.description} is up to date (${to}).`);
    else
      printLine(io, `${database.description}: ${from ?? 'empty or 1.x'} → ${to}, ${applied.length} steps.`);
  };
  await withAnyDatabase(io, options, work, { create: true });
  return exitCodes.ok;
}

async function showStatus(io: CliIo, options: DatabaseOptions): Promise<ExitCode> {
  const { databaseVersion } = await import('@renderonline/database');
  return withExistingDatabase(io, options, async (database) => {
    const { current, latest } = await databaseVersion(database);
    const isCurrent = current === latest;
    if (options.json === true) {
      printJson(io, {
        database: database.description,
        dialect: database.dialect,
        current,
        latest,
        isCurrent,
      });
    } else {
      printLine(io, `database  ${database.description} (${database.dialect})`);
      printLine(io, `version   ${current ?? 'none'}`);
      printLine(io, `newest    ${latest}`);
      if (!isCurrent) printLine(io, 'Run `renderonline db migrate` to bring it up to date.');
    }
    return isCurrent ? exitCodes.ok : exitCodes.refused;
  });
}
