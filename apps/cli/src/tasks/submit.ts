import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { Client } from '@renderonline/client';
import type { EngineView } from '@renderonline/contract';
import type { Command } from 'commander';
import type { CommandContext } from '../commands/command-context.ts';
import { collect } from '../commands/option-values.ts';
import { printJson, printJsonLine, printLine } from '../commands/print.ts';
import { addApiOptions, type ApiOptions } from '../credentials/api-options.ts';
import { connect } from '../credentials/connect.ts';
import { CliError } from '../io/cli-error.ts';
import type { CliIo } from '../io/cli-io.ts';
import { exitCodes, type ExitCode } from '../io/exit-code.ts';
import { cleanText } from '../terminal/clean-text.ts';
import type { SubmissionOptions } from './submission.ts';
import { addWishOptions, wishesOf, type WishOptions } from './wishes.ts';

interface SubmitOptions extends ApiOptions, SubmissionOptions, WishOptions {
  readonly watch?: boolean;
}

/** `renderonline submit <file>`. */
export function addSubmitCommand(program: Command, { io, action }: CommandContext): void {
  const command = addApiOptions(program.command('submit'))
    .description('send a project to be rendered')
    .argument('<file>', 'the project, like scene.blend')
    .option('-e, --engine <engine>', 'name or number; guessed from the extension when left out')
    .option('-f, --frames <range>', 'like 1-100, or 7')
    .option('--format <format>', 'output format, like PNG')
    .option('-a, --arg <name=value>', 'any other argument of the engine; may be repeated', collect)
    .option('-w, --watch', 'stay and follow the task until it ends')
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  renderonline submit scene.blend --frames 1-100 --watch\n' +
        '  renderonline submit scene.blend -f 7 --format TIFF --arg samples=64 --arg camera="Close up"\n' +
        '  renderonline submit shot.blend -f 1-400 --order sparse --priority 80 --tag gpu --memory 16G\n' +
        '  renderonline submit comp.blend -f 1-100 --after 12\n' +
        '  renderonline submit scene.blend -f 1-100 --json',
    )
    .action(action((file: string, options: SubmitOptions) => submit(io, file, options)));
  addWishOptions(command);
}

async function submit(io: CliIo, file: string, options: SubmitOptions): Promise<ExitCode> {
  const path = resolve(io.cwd, file);
  await requireFile(path);
  const { argumentsFor, chooseEngine } = await import('./submission.ts');
  const { uploadProject } = await import('./upload-project.ts');
  const client = await connect(io, options);
  const { engines } = await client.engines();
  const engine = chooseEngine(engines, basename(path), options.engine);
  const values = argumentsFor(engine, options);
  const json = options.json === true;
  const { taskId } = await uploadProject(io, client, {
    path,
    engineId: engine.engineId,
    values,
    wishes: wishesOf(options),
    quiet: json,
  });
  if (options.watch !== true) {
    announce(io, { taskId, path, engine, values, json });
    return exitCodes.ok;
  }
  if (json) printJsonLine(io, { taskId });
  else printLine(io, `Task ${taskId} is queued.`);
  return watchIt(io, client, taskId, json);
}

function announce(
  io: CliIo,
  task: {
    taskId: number;
    path: string;
    engine: EngineView;
    values: ReadonlyMap<string, string>;
    json: boolean;
  },
): void {
  const { taskId, engine, values } = task;
  const fileName = basename(task.path);
  if (task.json) {
    printJson(io, { taskId, engine: engine.name, fileName, arguments: Object.fromEntries(values) });
    return;
  }
  printLine(io, `Task ${taskId} is queued: ${cleanText(fileName)} with ${engine.name}.`);
  printLine(io, `Follow it: renderonline watch ${taskId}`);
}

async function watchIt(io: CliIo, client: Client, taskId: number, json: boolean): Promise<ExitCode> {
  const { followTask } = await import('./follow-task.ts');
  const code = await followTask(io, client, taskId, { json });
  if (code === exitCodes.ok && !json) printLine(io, `Get the frames: renderonline download ${taskId}`);
  return code;
}

async function requireFile(path: string): Promise<void> {
  const entry = await stat(path).catch((error: unknown) => {
    const isAbsent = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new CliError(
      exitCodes.notFound,
      'file-not-found',
      isAbsent ? `There is no file ${path}.` : `${path} cannot be read: ${(error as Error).message}.`,
      { next: 'Check its name, and the folder you are in.', cause: error },
    );
  });
  if (entry.isFile()) return;
  throw new CliError(exitCodes.usage, 'not-a-file', `${path} is not a file.`, {
    next: 'Give the project file itself, like scene.blend.',
  });
}
