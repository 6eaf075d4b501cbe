import { existsSync } from 'node:fs';
import { dirname, isAbsolute, resolve } from 'node:path';
import type { Database } from '@renderonline/database';
import type { Command } from 'commander';
import { CliError } from '../io/cli-error.ts';
import type { CliIo } from '../io/cli-io.ts';
import { exitCodes } from '../io/exit-code.ts';

export interface DatabaseOptions {
  readonly database?: string;
  readonly config?: string;
  readonly json?: boolean;
}

/** The options of every command that works on the database directly. */
export function addDatabaseOptions(command: Command): Command {
  return command
    .option('--database <connection>', 'connection string, or Data Source=FILE for SQLite')
    .option('--config <file>', 'RenderAPI.json to take the connection string from')
    .option('--json', 'print JSON');
}

/**
 * The connection string that is meant: the option, else what RenderAPI would use here (RenderAPI.json of the
 * folder, RENDERONLINE_API_CONNECTION_STRING, or its default).
 */
export async function connectionStringFor(io: CliIo, options: DatabaseOptions): Promise<string> {
  if (options.database !== undefined) return inFolder(options.database, io.cwd);
  const { loadRenderApiSettings } = await import('@renderonline/render-api');
  const settings = await loadRenderApiSettings({ configPath: options.config, env: io.env, cwd: io.cwd });
  return settings.connectionString;
}

async function inFolder(connectionString: string, folder: string): Promise<string> {
  const { parseConnectionString } = await import('@renderonline/database');
  const settings = parseConnectionString(connectionString);
  if (settings.kind !== 'sqlite' || settings.path === ':memory:' || isAbsolute(settings.path)) {
    return connectionString;
  }
  return `Data Source="${resolve(folder, settings.path)}"`;
}

/**
 * Opens the database without looking at its version. A SQLite file is made when absent, and with `create` a
 * database on a server too.
 */
export async function withAnyDatabase<T>(
  io: CliIo,
  options: DatabaseOptions,
  work: (database: Database) => Promise<T>,
  { create = false }: { readonly create?: boolean } = {},
): Promise<T> {
  const { openDatabase, parseConnectionString } = await import('@renderonline/database');
  const connectionString = await connectionStringFor(io, options);
  const settings = parseConnectionString(connectionString);
  if (settings.kind === 'sqlite' && settings.path !== ':memory:') {
    const { makeFolder } = await import('@renderonline/runtime');
    await makeFolder(dirname(settings.path));
  }
  const database = await openDatabase(connectionString, { poolSize: 2, create });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

/** Opens a database that is there, without looking at its version or making anything, for `db status`. */
export async function withExistingDatabase<T>(
  io: CliIo,
  options: DatabaseOptions,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const { parseConnectionString } = await import('@renderonline/database');
  const settings = parseConnectionString(await connectionStringFor(io, options));
  if (settings.kind === 'sqlite' && settings.path !== ':memory:' && !existsSync(settings.path)) {
    throw new CliError(
      exitCodes.notFound,
      'database-not-found',
      `There is no database at ${settings.path}.`,
      {
        next: '`renderonline db migrate` makes one.',
      },
    );
  }
  return withAnyDatabase(io, options, work);
}

/**
 * Opens the database for an administrator's command. It must have this program's tables: a new SQLite file
 * gets them, any other is refused with what to do, because a running RenderAPI may still need the old ones.
 */
export async function withDatabase<T>(
  io: CliIo,
  options: DatabaseOptions,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  return withAnyDatabase(io, options, async (database) => {
    await requireCurrentTables(io, database);
    return work(database);
  });
}

async function requireCurrentTables(io: CliIo, database: Database): Promise<void> {
  const { databaseVersion, migrateDatabase } = await import('@renderonline/database');
  const { current, latest } = await databaseVersion(database);
  if (current === latest) return;
  if (current === null && database.dialect === 'sqlite') {
    await migrateDatabase(database);
    io.stderr.write(`note: made the tables of RenderOnline in ${database.description}\n`);
    return;
  }
  if (current !== null && current > latest) {
    const { domainError } = await import('@renderonline/domain');
    throw domainError(
      'database-newer-than-program',
      `The database is at version ${current} and this program knows ${latest}.`,
      { current, latest },
    );
  }
  throw new CliError(
    exitCodes.refused,
    'database-not-migrated',
    current === null
      ? `The database ${database.description} has no tables of this version of RenderOnline.`
      : `The database ${database.description} is at version ${current} and this program needs ${latest}.`,
    { next: 'Run `renderonline db migrate` with the same --database or --config. It keeps what is there.' },
  );
}
