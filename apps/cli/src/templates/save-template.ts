import type { Client } from '@renderonline/client';
import type { TemplateSubmission } from '@renderonline/contract';
import { printJson, printLine } from '../commands/print.ts';
import type { ApiOptions } from '../credentials/api-options.ts';
import { connect } from '../credentials/connect.ts';
import { CliError } from '../io/cli-error.ts';
import type { CliIo } from '../io/cli-io.ts';
import { exitCodes, type ExitCode } from '../io/exit-code.ts';
import { stepsOf } from '../tasks/steps.ts';
import { argumentsFor, chooseEngine, type SubmissionOptions } from '../tasks/submission.ts';
import { wishesOf, type WishOptions } from '../tasks/wishes.ts';
import { allTemplates } from './find-template.ts';

export interface SaveOptions extends ApiOptions, SubmissionOptions, WishOptions {
  readonly fromTask?: number;
  readonly step?: readonly string[];
  readonly shared?: boolean;
  readonly replace?: boolean;
}

/** `renderonline template save <name>`. */
export async function saveTemplate(io: CliIo, name: string, options: SaveOptions): Promise<ExitCode> {
  const client = await connect(io, options);
  const { fromTask: fromTaskId } = options;
  if ((fromTaskId === undefined) === (options.engine === undefined)) {
    throw new CliError(exitCodes.usage, 'template-source-missing', 'Give either --engine or --from-task.', {
      next: `Like renderonline template save ${name} --from-task 12`,
    });
  }
  const isShared = options.shared === true;
  const content =
    fromTaskId === undefined ? { submission: await submissionOf(client, options) } : { fromTaskId };
  const before = options.replace === true ? await ownOf(client, name) : undefined;
  const saved =
    before === undefined
      ? await client.taskTemplates.save({ name, ...content, ...(isShared ? { isShared } : {}) })
      : await client.taskTemplates.change(before, { ...content, ...(isShared ? { isShared } : {}) });
  if (options.json === true) printJson(io, saved);
  else printLine(io, `Saved template ${saved.templateId}, ${saved.name}.`);
  return exitCodes.ok;
}

async function submissionOf(client: Client, options: SaveOptions): Promise<TemplateSubmission> {
  const { dependsOn, ...wishes } = wishesOf(options);
  if (dependsOn !== undefined) {
    throw new CliError(exitCodes.usage, 'template-waits', 'A template waits for no task.', {
      next: 'Give --after when you submit with it.',
    });
  }
  const { engines } = await client.engines();
  const engine = chooseEngine(engines, '', options.engine);
  const values = argumentsFor(engine, options, { isPartial: true });
  const steps = stepsOf(engines, options.step);
  return {
    ...{ engineId: engine.engineId, arguments: Object.fromEntries(values), ...wishes },
    ...(steps.length === 0 ? {} : { steps }),
  };
}

async function ownOf(client: Client, name: string): Promise<number | undefined> {
  const wanted = name.normalize('NFC').toLowerCase();
  const own = (await allTemplates(client)).find(
    (template) => template.isOwn && template.name.normalize('NFC').toLowerCase() === wanted,
  );
  return own?.templateId;
}
