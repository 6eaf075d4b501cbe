import { resolve } from 'node:path';
import type { Engine } from '@renderonline/database';
import type { Command } from 'commander';
import { Option } from 'commander';
import type { CommandContext } from '../commands/command-context.ts';
import { changesOf, findOne } from '../commands/find-one.ts';
import { printJson, printLine } from '../commands/print.ts';
import { addDatabaseOptions, withDatabase, type DatabaseOptions } from '../farm-database/with-database.ts';
import type { CliIo } from '../io/cli-io.ts';
import { exitCodes, type ExitCode } from '../io/exit-code.ts';
import type { AddEngineOptions } from './add-engine.ts';
import { presetNames } from './engine-words.ts';

interface SetEngineOptions extends DatabaseOptions {
  readonly name?: string;
  readonly extension?: string;
  readonly downloadPath?: string;
  readonly template?: string;
  readonly adapter?: Engine['adapter'];
}

const adapterOption = () =>
  new Option(
    '--adapter <adapter>',
    'blender: kept open and fed frame by frame; command: started anew',
  ).choices(['command', 'blender']);

/** `renderonline engine add|list|set|remove`. */
export function addEngineCommands(program: Command, { io, action }: CommandContext): void {
  const group = program.command('engine').description('the renderers of the farm');
  addDatabaseOptions(group.command('add'))
    .description('add a renderer, from a preset or by its template')
    .addOption(new Option('--preset <preset>', 'with its argument types').choices(presetNames))
    .option('--name <name>', 'as EngineId in every HPCServer.json; the preset has one')
    .option('--extension <extension>', 'of the project files, like .blend')
    .option('--template <template>', 'how the renderer is called, see docs/templates.md')
    .addOption(adapterOption())
    .requiredOption(
      '--download-path <folder>',
      'where projects and frames are kept; machines of /hpc must see it too',
    )
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  renderonline engine add --preset blender --download-path /srv/renderonline/downloads\n' +
        '  renderonline engine add --name gs --extension .ps --download-path /srv/downloads \\\n' +
        "    --template 'gs -o $RENDERONLINE:@output_directory/page_%d.png $RENDERONLINE:@uploaded_file'",
    )
    .action(
      action(async (options: AddEngineOptions) => {
        const { addEngineCommand } = await import('./add-engine.ts');
        return addEngineCommand(io, options);
      }),
    );
  addDatabaseOptions(group.command('list').alias('ls'))
    .description('list all engines')
    .addHelpText('after', '\nExample:\n  renderonline engine list --json')
    .action(
      action(async (options: DatabaseOptions) => {
        const { listEnginesCommand } = await import('./list-engines.ts');
        return listEnginesCommand(io, options);
      }),
    );
  addDatabaseOptions(group.command('set'))
    .description('change an engine; tasks that were submitted already keep what they were submitted with')
    .argument('<engine>', 'its number or name')
    .option('--name <name>', 'as EngineId in every HPCServer.json')
    .option('--extension <extension>', 'of the project files, like .blend')
    .option(
      '--download-path <folder>',
      'where projects and frames are kept; machines of /hpc must see it too',
    )
    .option('--template <template>', 'how the renderer is called, see docs/templates.md')
    .addOption(adapterOption())
    .addHelpText('after', '\nExample:\n  renderonline engine set blender --adapter blender')
    .action(action((wanted: string, options: SetEngineOptions) => set(io, wanted, options)));
  addDatabaseOptions(group.command('remove').alias('rm'))
    .description('remove an engine that no task used')
    .argument('<engine>', 'its number or name')
    .addHelpText('after', '\nExample:\n  renderonline engine remove gs')
    .action(action((wanted: string, options: DatabaseOptions) => remove(io, wanted, options)));
}

function findEngine(rows: readonly Engine[], wanted: string): Engine {
  return findOne(rows, wanted, { noun: 'engine', id: (row) => row.engineId, names: (row) => [row.name] });
}

async function set(io: CliIo, wanted: string, options: SetEngineOptions): Promise<ExitCode> {
  const { checkTemplate } = await import('./check-template.ts');
  const { listEngines, updateEngine } = await import('@renderonline/database');
  const { withDot } = await import('@renderonline/domain');
  const changes = changesOf('engine set', {
    name: options.name,
    extension: options.extension === undefined ? undefined : withDot(options.extension),
    downloadPath: options.downloadPath === undefined ? undefined : resolve(io.cwd, options.downloadPath),
    renderArgument: options.template,
    adapter: options.adapter,
  });
  const changed = await withDatabase(io, options, async ({ db }) => {
    const { engineId } = findEngine(await listEngines(db), wanted);
    if (options.template !== undefined) await checkTemplate(io, db, options.template);
    return updateEngine(db, { engineId, ...(changes as Partial<Engine>) });
  });
  if (options.json === true) printJson(io, changed);
  else printLine(io, `Changed engine ${changed.engineId}, ${changed.name}.`);
  return exitCodes.ok;
}

async function remove(io: CliIo, wanted: string, options: DatabaseOptions): Promise<ExitCode> {
  const { listEngines, removeEngine } = await import('@renderonline/database');
  const removed = await withDatabase(io, options, async ({ db }) => {
    const engine = findEngine(await listEngines(db), wanted);
    await removeEngine(db, { engineId: engine.engineId });
    return engine;
  });
  if (options.json === true) printJson(io, removed);
  else printLine(io, `Removed engine ${removed.engineId}, ${removed.name}.`);
  return exitCodes.ok;
}
