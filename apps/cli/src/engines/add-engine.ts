import { resolve } from 'node:path';
import type { Executor } from '@renderonline/database';
import { withDot, type ArgumentType } from '@renderonline/domain';
import { enginePresets, type EnginePresetName } from '@renderonline/engines';
import { count } from '../terminal/measures.ts';
import { printJson, printLine } from '../commands/print.ts';
import { withDatabase, type DatabaseOptions } from '../farm-database/with-database.ts';
import { CliError } from '../io/cli-error.ts';
import type { CliIo } from '../io/cli-io.ts';
import { exitCodes, type ExitCode } from '../io/exit-code.ts';
import { checkTemplate } from './check-template.ts';
import { presetNames } from './engine-words.ts';

export interface AddEngineOptions extends DatabaseOptions {
  readonly preset?: EnginePresetName;
  readonly name?: string;
  readonly extension?: string;
  readonly template?: string;
  readonly adapter?: 'command' | 'blender';
  readonly downloadPath: string;
}

/** `engine add`: a preset, or a template of one's own; options replace parts of a preset. */
export async function addEngineCommand(io: CliIo, options: AddEngineOptions): Promise<ExitCode> {
  const { addEngine, listEngines } = await import('@renderonline/database');
  const engine = engineOf(io, options);
  const { added, argumentTypes, namesake } = await withDatabase(io, options, async (database) => {
    const preset = options.preset === undefined ? undefined : enginePresets[options.preset];
    if (options.template !== undefined) await checkTemplate(io, database.db, options.template);
    const namesake = (await listEngines(database.db)).find(
      ({ name }) => name.toLowerCase() === engine.name.toLowerCase(),
    );
    return database.transaction(async (trx) => ({
      argumentTypes: await addMissingArgumentTypes(io, trx, preset?.argumentTypes ?? []),
      added: await addEngine(trx, engine),
      namesake,
    }));
  });
  if (options.json === true) printJson(io, { ...added, addedArgumentTypes: argumentTypes });
  else {
    printLine(io, `Added engine ${added.engineId}, ${added.name}, for ${added.extension} files.`);
    if (namesake !== undefined) {
      io.stderr.write(
        `note: engine ${namesake.engineId} is called ${namesake.name} too; \`submit\` wants the number then\n`,
      );
    }
    if (argumentTypes.length > 0) {
      printLine(io, `Added ${count(argumentTypes.length, 'argument type')}: ${argumentTypes.join(', ')}.`);
    }
  }
  return exitCodes.ok;
}

function engineOf(io: CliIo, options: AddEngineOptions) {
  const preset = options.preset === undefined ? undefined : enginePresets[options.preset];
  const name = options.name ?? preset?.name;
  const extension = options.extension ?? preset?.extension;
  const renderArgument = options.template ?? preset?.renderArgument;
  if (name === undefined || extension === undefined || renderArgument === undefined) {
    throw new CliError(
      exitCodes.usage,
      'engine-incomplete',
      'An engine needs a name, an extension and a template.',
      {
        next: `Give --name, --extension and --template, or --preset with one of: ${presetNames.join(', ')}.`,
      },
    );
  }
  return {
    name,
    extension: withDot(extension),
    renderArgument,
    adapter: options.adapter ?? preset?.adapter ?? 'command',
    downloadPath: resolve(io.cwd, options.downloadPath),
  };
}

/**
 * Adds those argument types that are not there. One that is there and differs stays as it is (other engines
 * may rely on it), and the person is told.
 *
 * @returns the names of those added
 */
export async function addMissingArgumentTypes(
  io: CliIo,
  db: Executor,
  wanted: readonly ArgumentType[],
): Promise<string[]> {
  const { addArgumentType, listArgumentTypes } = await import('@renderonline/database');
  const there = new Map((await listArgumentTypes(db)).map((row) => [row.argtypeId, row]));
  const added: string[] = [];
  for (const type of wanted) {
    const before = there.get(type.argtypeId);
    if (before === undefined) {
      await addArgumentType(db, type);
      added.push(type.argtypeId);
    } else if (before.type !== type.type || before.regex !== type.regex) {
      io.stderr.write(
        `warning: argument type ${type.argtypeId} is there already and stays as it is; the preset’s own would be ` +
          `--type ${type.type}${type.regex === null ? '' : ` --regex '${type.regex}'`}\n`,
      );
    }
  }
  return added;
}
