import type { ArgumentType } from '@renderonline/domain';
import type { Executor } from '@renderonline/database';
import type { Command } from 'commander';
import type { CommandContext } from '../commands/command-context.ts';
import { printJson, printLine, printList } from '../commands/print.ts';
import { addDatabaseOptions, withDatabase, type DatabaseOptions } from '../farm-database/with-database.ts';
import { CliError } from '../io/cli-error.ts';
import type { CliIo } from '../io/cli-io.ts';
import { exitCodes, type ExitCode } from '../io/exit-code.ts';
import type { Column } from '../terminal/table.ts';

interface ArgtypeOptions extends DatabaseOptions {
  readonly type?: string;
  readonly regex?: string | false;
}

const columns: readonly Column<ArgumentType>[] = [
  { title: 'ID', value: (row) => row.argtypeId },
  { title: 'TYPE', value: (row) => row.type },
  { title: 'REGEX', value: (row) => row.regex ?? '-', shrinks: true },
];

/** `builtInTypes`, as the help tells them. */
const typeNames = 'file, path, extension, word, sentence, natural, integer, real';

/** `renderonline argtype add|list|set|remove`. */
export function addArgtypeCommands(program: Command, { io, action }: CommandContext): void {
  const group = program.command('argtype').description('what may be filled into the templates of engines');
  addDatabaseOptions(group.command('add'))
    .description('add an argument type')
    .argument('<id>', 'the name behind $RENDERONLINE: in templates')
    .requiredOption('--type <type>', typeNames)
    .option('--regex <pattern>', 'what the whole value must match, in place of the type’s own rule')
    .addHelpText('after', "\nExample:\n  renderonline argtype add quality --type natural --regex '[1-9]'")
    .action(
      action((argtypeId: string, options: ArgtypeOptions & { type: string }) => add(io, argtypeId, options)),
    );
  addDatabaseOptions(group.command('list').alias('ls'))
    .description('list all argument types')
    .addHelpText('after', '\nExample:\n  renderonline argtype list --json')
    .action(action((options: DatabaseOptions) => list(io, options)));
  addDatabaseOptions(group.command('set'))
    .description('change an argument type')
    .argument('<id>', 'its name')
    .option('--type <type>', typeNames)
    .option('--regex <pattern>', 'what the whole value must match')
    .option('--no-regex', 'go back to the rule of the type')
    .addHelpText('after', '\nExample:\n  renderonline argtype set quality --no-regex')
    .action(action((argtypeId: string, options: ArgtypeOptions) => set(io, argtypeId, options)));
  addDatabaseOptions(group.command('remove').alias('rm'))
    .description('remove an argument type')
    .argument('<id>', 'its name')
    .addHelpText('after', '\nExample:\n  renderonline argtype remove quality')
    .action(action((argtypeId: string, options: DatabaseOptions) => remove(io, argtypeId, options)));
}

function show(io: CliIo, options: DatabaseOptions, done: string, argtype: ArgumentType): ExitCode {
  if (options.json === true) printJson(io, argtype);
  else printLine(io, `${done} argument type ${argtype.argtypeId} (${argtype.type}).`);
  return exitCodes.ok;
}

async function add(
  io: CliIo,
  argtypeId: string,
  options: ArgtypeOptions & { type: string },
): Promise<ExitCode> {
  const { addArgumentType } = await import('@renderonline/database');
  const regex = typeof options.regex === 'string' ? options.regex : null;
  const wanted = { argtypeId, type: options.type, regex };
  await requireUsable(wanted);
  const added = await withDatabase(io, options, ({ db }) => addArgumentType(db, wanted));
  return show(io, options, 'Added', added);
}

async function list(io: CliIo, options: DatabaseOptions): Promise<ExitCode> {
  const { listArgumentTypes } = await import('@renderonline/database');
  const rows = await withDatabase(io, options, ({ db }) => listArgumentTypes(db));
  const empty = 'No argument types yet. `renderonline engine add --preset blender` brings those of Blender.';
  await printList(io, { json: options.json === true, rows, columns, empty });
  return exitCodes.ok;
}

async function set(io: CliIo, argtypeId: string, options: ArgtypeOptions): Promise<ExitCode> {
  const { updateArgumentType } = await import('@renderonline/database');
  const changed = await withDatabase(io, options, async ({ db }) => {
    const before = await find(db, argtypeId);
    const regex = options.regex === undefined ? before.regex : options.regex === false ? null : options.regex;
    const after = { argtypeId, type: options.type ?? before.type, regex };
    await requireUsable(after);
    return updateArgumentType(db, after);
  });
  return show(io, options, 'Changed', changed);
}

async function remove(io: CliIo, argtypeId: string, options: DatabaseOptions): Promise<ExitCode> {
  const { removeArgumentType } = await import('@renderonline/database');
  const removed = await withDatabase(io, options, async ({ db }) => {
    const found = await find(db, argtypeId);
    await removeArgumentType(db, { argtypeId });
    return found;
  });
  return show(io, options, 'Removed', removed);
}

async function find(db: Executor, argtypeId: string): Promise<ArgumentType> {
  const { listArgumentTypes } = await import('@renderonline/database');
  const found = (await listArgumentTypes(db)).find((row) => row.argtypeId === argtypeId);
  if (found !== undefined) return found;
  throw new CliError(exitCodes.notFound, 'argtype-not-found', `There is no argument type "${argtypeId}".`, {
    next: '`renderonline argtype list` shows those there are.',
  });
}

// The catalogue calls a wrong type an administrator's fault (500 over HTTP); here the administrator is the caller.
async function requireUsable(argtype: ArgumentType): Promise<void> {
  const { checkArgumentType, isDomainError } = await import('@renderonline/domain');
  try {
    checkArgumentType(argtype);
  } catch (error) {
    if (!isDomainError(error, 'argument-type-invalid')) throw error;
    const problem = error.details['problem'] ?? '';
    throw new CliError(exitCodes.usage, error.code, `${error.message} ${problem}`.trim(), {
      next: `Types are ${typeNames}; --regex takes a regular expression for the whole value.`,
      cause: error,
    });
  }
}
