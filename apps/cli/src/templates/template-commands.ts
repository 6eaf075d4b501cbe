import type { Command } from 'commander';
import type { CommandContext } from '../commands/command-context.ts';
import { collect, identifier } from '../commands/option-values.ts';
import { printJson, printLine, printList } from '../commands/print.ts';
import { addApiOptions, type ApiOptions } from '../credentials/api-options.ts';
import { connect } from '../credentials/connect.ts';
import type { CliIo } from '../io/cli-io.ts';
import { exitCodes, type ExitCode } from '../io/exit-code.ts';
import { addWishOptions } from '../tasks/wishes.ts';
import type { SaveOptions } from './save-template.ts';

/** `renderonline template list|show|save|delete`. */
export function addTemplateCommands(program: Command, { io, action }: CommandContext): void {
  const group = program.command('template').description('keep how tasks are submitted under names');
  addApiOptions(group.command('list').alias('ls'))
    .description('list your templates, and those that are shared')
    .addHelpText('after', '\nExample:\n  renderonline template list')
    .action(action((options: ApiOptions) => list(io, options)));
  addApiOptions(group.command('show'))
    .description('tell what a template keeps')
    .argument('<template>', 'its number or name')
    .addHelpText('after', '\nExample:\n  renderonline template show turntable')
    .action(action((wanted: string, options: ApiOptions) => show(io, wanted, options)));
  addWishOptions(
    addApiOptions(group.command('save'))
      .description('keep a submission, or what a task was submitted with, under a name')
      .argument('<name>', 'what it is called')
      .option('--from-task <task>', 'what this task was submitted with, in place of options', identifier)
      .option('-e, --engine <engine>', 'name or number')
      .option('-f, --frames <range>', 'like 1-100, or 7; left out, whoever submits says it')
      .option('--format <format>', 'output format, like PNG')
      .option('-a, --arg <name=value>', 'any other argument of the engine; may be repeated', collect)
      .option('--step <step>', "as in submit: 'ENGINE name=value …'; may be repeated", collect)
      .option('--shared', 'for everybody; you have to be an admin')
      .option('--replace', 'in place of your template of that name, if there is one')
      .addHelpText(
        'after',
        '\nExamples:\n' +
          '  renderonline template save turntable --engine blender --arg samples=64 --priority 80 --tag gpu\n' +
          '  renderonline template save nightly --from-task 12 --replace',
      ),
  ).action(
    action(async (name: string, options: SaveOptions) =>
      (await import('./save-template.ts')).saveTemplate(io, name, options),
    ),
  );
  addApiOptions(group.command('delete').alias('rm'))
    .description('delete a template; tasks that were submitted with it stay as they are')
    .argument('<template>', 'its number or name')
    .addHelpText('after', '\nExample:\n  renderonline template delete turntable')
    .action(action((wanted: string, options: ApiOptions) => remove(io, wanted, options)));
}

async function list(io: CliIo, options: ApiOptions): Promise<ExitCode> {
  const { allTemplates } = await import('./find-template.ts');
  const { formatTime } = await import('../terminal/times.ts');
  await printList(io, {
    json: options.json === true,
    rows: await allTemplates(await connect(io, options)),
    columns: [
      { title: 'ID', value: ({ templateId }) => String(templateId), align: 'right' },
      { title: 'NAME', value: ({ name }) => name, shrinks: true },
      { title: 'WHOSE', value: whoseOf },
      { title: 'CHANGED', value: ({ updatedAt }) => formatTime(updatedAt), drops: true },
    ],
    empty: 'No templates yet. Save one: renderonline template save NAME --from-task 12',
  });
  return exitCodes.ok;
}

function whoseOf({ isOwn, isShared }: { readonly isOwn: boolean; readonly isShared: boolean }): string {
  if (!isOwn) return 'shared';
  return isShared ? 'yours, shared' : 'yours';
}

async function show(io: CliIo, wanted: string, options: ApiOptions): Promise<ExitCode> {
  const { findTemplate } = await import('./find-template.ts');
  const client = await connect(io, options);
  const template = await client.taskTemplates.get((await findTemplate(client, wanted)).templateId);
  if (options.json === true) {
    printJson(io, template);
    return exitCodes.ok;
  }
  const { submissionLines } = await import('./submission-lines.ts');
  const { engines } = await client.engines();
  for (const line of [
    `template   ${template.name} (${whoseOf(template)})`,
    ...submissionLines(template, engines),
  ]) {
    printLine(io, line);
  }
  printLine(io, `Submit with it: renderonline submit PROJECT --template ${template.templateId}`);
  return exitCodes.ok;
}

async function remove(io: CliIo, wanted: string, options: ApiOptions): Promise<ExitCode> {
  const { findTemplate } = await import('./find-template.ts');
  const client = await connect(io, options);
  const template = await findTemplate(client, wanted);
  await client.taskTemplates.delete(template.templateId);
  if (options.json === true) printJson(io, template);
  else printLine(io, `Deleted template ${template.templateId}, ${template.name}.`);
  return exitCodes.ok;
}
