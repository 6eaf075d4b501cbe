import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Client, UploadedProject } from '@renderonline/client';
import type { EngineView } from '@renderonline/contract';
import { Option, type Command } from 'commander';
import type { CommandContext } from '../commands/command-context.ts';
import { collect } from '../commands/option-values.ts';
import { printJson, printJsonLine, printLine } from '../commands/print.ts';
import { addApiOptions, type ApiOptions } from '../credentials/api-options.ts';
import { connect } from '../credentials/connect.ts';
import { CliError } from '../io/cli-error.ts';
import type { CliIo } from '../io/cli-io.ts';
import { exitCodes, type ExitCode } from '../io/exit-code.ts';
import { cleanText } from '../terminal/clean-text.ts';
import type { ImageFormat } from './steps.ts';
import type { SubmissionOptions } from './submission.ts';
import { addWishOptions, wishesOf, type WishOptions } from './wishes.ts';

interface SubmitOptions extends ApiOptions, SubmissionOptions, WishOptions {
  readonly include?: readonly string[];
  readonly main?: string;
  readonly template?: string;
  readonly convert?: ImageFormat;
  readonly step?: readonly string[];
  readonly watch?: boolean;
}

/** `renderonline submit <project>`. */
export function addSubmitCommand(program: Command, { io, action }: CommandContext): void {
  const command = addApiOptions(program.command('submit'))
    .description('send a project to be rendered; what the farm has of it already is not sent again')
    .argument('<project>', 'a file like scene.blend, a folder, or a .zip')
    .option('-i, --include <path>', 'a file or folder that goes along; may be repeated', collect)
    .option('--main <file>', 'which file of a folder or a .zip is rendered')
    .option('-e, --engine <engine>', 'name or number; guessed from the extension when left out')
    .option('-f, --frames <range>', 'like 1-100, or 7')
    .option('--format <format>', 'output format, like PNG')
    .option('-a, --arg <name=value>', 'any other argument of the engine; may be repeated', collect)
    .option('-t, --template <template>', 'number or name of one, over which all else here is put')
    .addOption(
      new Option('--convert <format>', 'write the frames in this format, too').choices([
        'png',
        'jpeg',
        'tiff',
        'bmp',
      ]),
    )
    .option(
      '--step <step>',
      "then another engine on the frames: 'ENGINE name=value …'; may be repeated",
      collect,
    )
    .option('-w, --watch', 'stay and follow the task until it ends')
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  renderonline submit scene.blend --frames 1-100 --watch\n' +
        '  renderonline submit shot.blend --include textures/ --include cache/ -f 1-100\n' +
        '  renderonline submit project/ --main shots/shot.blend -f 1-100\n' +
        '  renderonline submit project.zip -f 1-100\n' +
        '  renderonline submit scene.blend -f 7 --format TIFF --arg samples=64 --arg camera="Close up"\n' +
        '  renderonline submit shot.blend -f 1-400 --order sparse --priority 80 --tag gpu --memory 16G\n' +
        '  renderonline submit comp.blend -f 1-100 --after 12\n' +
        '  renderonline submit scene.blend --template turntable -f 1-48\n' +
        '  renderonline submit scene.blend -f 1-100 --json',
    )
    .action(action((path: string, options: SubmitOptions) => submit(io, path, options)));
  addWishOptions(command);
}

async function submit(io: CliIo, given: string, options: SubmitOptions): Promise<ExitCode> {
  const { findProject, nameOfProject } = await import('./project-files.ts');
  const { argumentsFor, chooseEngine } = await import('./submission.ts');
  const { conversionOf, stepsOf } = await import('./steps.ts');
  const { uploadProject, uploadText } = await import('./upload-project.ts');
  const path = resolve(io.cwd, given);
  await requireThere(path);
  const client = await connect(io, options);
  const { engines } = await client.engines();
  const template = await templateOf(client, options);
  const wanted = options.engine ?? template?.engine;
  const named = wanted === undefined ? undefined : chooseEngine(engines, '', wanted);
  const base = template?.arguments ?? {};
  const ownSteps = stepsOf(engines, options.step);
  const { convert } = options;
  // That the farm can is known before anything is sent.
  if (convert !== undefined) conversionOf(engines, convert, new Map());
  const project = await findProject({
    path,
    include: (options.include ?? []).map((one) => resolve(io.cwd, one)),
    main: options.main,
    extensions: (named === undefined ? engines : [named]).map(({ extension }) => extension),
  });
  const engineOf = (fileName: string) => named ?? chooseEngine(engines, fileName);
  // What is wrong is said before anything is sent, but for a .zip of which only RenderAPI knows what is in it.
  const isKnown = project.kind === 'files' || project.main !== undefined || named !== undefined;
  const early = isKnown ? engineOf(project.main ?? '') : undefined;
  if (early !== undefined) argumentsFor(early, options, { base });
  const json = options.json === true;
  const uploaded = await uploadProject(io, client, { project, quiet: json });
  if (!json) printLine(io, uploadText(uploaded));
  const engine = early ?? engineOf((await client.project(uploaded.projectId)).mainPath);
  const own = argumentsFor(engine, options, { base });
  const values = new Map([...Object.entries(base), ...own]);
  const conversion = convert === undefined ? [] : [conversionOf(engines, convert, values)];
  const steps = [...conversion, ...ownSteps];
  const { taskId } = await client.submit({
    ...wishesOf(options),
    ...(template === undefined ? {} : { templateId: template.templateId }),
    ...(template === undefined || options.engine !== undefined ? { engineId: engine.engineId } : {}),
    ...{ arguments: Object.fromEntries(own), projectId: uploaded.projectId },
    ...(steps.length === 0 ? {} : { steps }),
  });
  if (options.watch !== true) {
    announce(io, { taskId, uploaded, fileName: nameOfProject(project), engine, values, json });
    return exitCodes.ok;
  }
  if (json) printJsonLine(io, { taskId, ...uploaded });
  else printLine(io, `Task ${taskId} is queued.`);
  return watchIt(io, client, taskId, json);
}

/** The template that is asked for, and what of it a submission is checked with. */
async function templateOf(
  client: Client,
  { template: wanted }: SubmitOptions,
): Promise<{ templateId: number; engine: string; arguments: Readonly<Record<string, string>> } | undefined> {
  if (wanted === undefined) return undefined;
  const { findTemplate } = await import('../templates/find-template.ts');
  const { templateId } = await findTemplate(client, wanted);
  const { submission } = await client.taskTemplates.get(templateId);
  return { templateId, engine: String(submission.engineId), arguments: submission.arguments };
}

function announce(
  io: CliIo,
  task: {
    taskId: number;
    uploaded: UploadedProject;
    fileName: string;
    engine: EngineView;
    values: ReadonlyMap<string, string>;
    json: boolean;
  },
): void {
  const { taskId, uploaded, fileName, engine, values } = task;
  if (task.json) {
    const known = { taskId, engine: engine.name, fileName, arguments: Object.fromEntries(values) };
    printJson(io, { ...known, ...uploaded });
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

/** Before anybody is asked for credentials. */
async function requireThere(path: string): Promise<void> {
  await stat(path).catch((error: unknown) => {
    const isAbsent = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new CliError(
      exitCodes.notFound,
      'file-not-found',
      isAbsent ? `There is no file ${path}.` : `${path} cannot be read: ${(error as Error).message}.`,
      { next: 'Check its name, and the folder you are in.', cause: error },
    );
  });
}
