import type { Client } from '@renderonline/client';
import type { StepAdded, TaskView } from '@renderonline/contract';
import { formatRanges, parseRanges, rangesOf, type FrameRange } from '@renderonline/domain';
import { Option, type Command } from 'commander';
import type { CommandContext } from '../commands/command-context.ts';
import { identifier } from '../commands/option-values.ts';
import { printJson, printJsonLine, printLine } from '../commands/print.ts';
import { addApiOptions, type ApiOptions } from '../credentials/api-options.ts';
import { connect } from '../credentials/connect.ts';
import { CliError } from '../io/cli-error.ts';
import type { CliIo } from '../io/cli-io.ts';
import { exitCodes, type ExitCode } from '../io/exit-code.ts';
import { conversionOf, maxSteps, type ImageFormat } from './steps.ts';
import { isEnded } from './task-text.ts';

interface ConvertOptions extends ApiOptions {
  readonly to: ImageFormat;
  readonly frames?: string;
  readonly now?: boolean;
  readonly watch?: boolean;
}

/** `renderonline convert <task> --to <format>`. */
export function addConvertCommand(program: Command, { io, action }: CommandContext): void {
  addApiOptions(program.command('convert'))
    .description("have a task's frames written in another format, as a task of its own")
    .argument('<task>', 'its number', identifier)
    .addOption(
      new Option('--to <format>', 'the format').choices(['png', 'jpeg', 'tiff', 'bmp']).makeOptionMandatory(),
    )
    .option('-f, --frames <frames>', 'only of these, which are done, like 1-10,15')
    .option('--now', 'of the frames that are done so far, and not of all when the task has succeeded')
    .option('-w, --watch', 'stay and follow it until it ends')
    .addHelpText(
      'after',
      '\nExamples:\n  renderonline convert 12 --to jpeg\n  renderonline convert 12 --to png --frames 1-10 --watch',
    )
    .action(action((taskId: number, options: ConvertOptions) => convert(io, taskId, options)));
}

async function convert(io: CliIo, sourceId: number, options: ConvertOptions): Promise<ExitCode> {
  const json = options.json === true;
  const client = await connect(io, options);
  const { engines } = await client.engines();
  const source = await client.task(sourceId);
  const waits = options.frames === undefined && options.now !== true && !isEnded(source.state);
  const ranges = await rangesToConvert(client, source, { ...options, waits });
  const added: StepAdded[] = [];
  for (const range of ranges) {
    const [start, end] = [String(range.first), String(range.last)];
    const values = new Map(Object.entries({ start_frame: start, end_frame: end }));
    const step = conversionOf(engines, options.to, values);
    added.push(
      await client.addStep(sourceId, { ...step, ...(waits ? {} : { frames: formatRanges([range]) }) }),
    );
  }
  if (options.watch !== true) {
    if (json) printJson(io, { tasks: added });
    else for (const each of added) tellQueued(io, each);
    return exitCodes.ok;
  }
  const { followTask } = await import('./follow-task.ts');
  for (const each of added) {
    if (json) printJsonLine(io, { taskId: each.taskId });
    else tellQueued(io, each);
    const code = await followTask(io, client, each.taskId, { json });
    if (code !== exitCodes.ok) return code;
    if (!json) printLine(io, `Get them: renderonline download ${each.taskId}`);
  }
  return exitCodes.ok;
}

/**
 * The frames that are converted, in ranges without gaps: a step's frames are numbered on from its first one, so each
 * range is a step.
 */
async function rangesToConvert(
  client: Client,
  source: TaskView,
  { frames, waits }: Pick<ConvertOptions, 'frames'> & { readonly waits: boolean },
): Promise<readonly FrameRange[]> {
  const { taskId } = source;
  if (frames !== undefined) {
    const { framesAsked } = await import('./frame-texts.ts');
    return refuseMany(taskId, parseRanges(framesAsked(frames, { allowsFailed: false })));
  }
  const ranges = rangesOf(await frameNumbers(client, taskId, { onlyDone: !waits }));
  if (ranges.length === 0) {
    throw new CliError(exitCodes.failed, 'step-input-missing', `Task ${taskId} has no frames yet.`, {
      next: `See how it is doing: renderonline tasks ${taskId}`,
    });
  }
  if (waits && ranges.length > 1) {
    const message = `The frames of task ${taskId} have gaps: ${formatRanges(ranges)}.`;
    throw new CliError(exitCodes.failed, 'frames-have-gaps', message, {
      next: 'Convert them when it has ended, or with --now those that are done.',
    });
  }
  return refuseMany(taskId, ranges);
}

async function frameNumbers(
  client: Client,
  taskId: number,
  { onlyDone }: { readonly onlyDone: boolean },
): Promise<number[]> {
  const numbers: number[] = [];
  let after: number | null | undefined;
  while (after !== null) {
    const page = await client.frames(taskId, { limit: 10_000, ...(after === undefined ? {} : { after }) });
    for (const { frame, state } of page.frames) if (!onlyDone || state === 'done') numbers.push(frame);
    after = page.nextAfter;
  }
  return numbers;
}

function refuseMany(taskId: number, ranges: readonly FrameRange[]): readonly FrameRange[] {
  if (ranges.length <= maxSteps) return ranges;
  const message = `The frames of task ${taskId} have ${ranges.length - 1} gaps, and at most ${maxSteps - 1} can be had at once.`;
  throw new CliError(exitCodes.failed, 'too-many-steps', message, {
    next: 'Name some of them with --frames, and the others later.',
  });
}

function tellQueued(io: CliIo, { taskId, task }: StepAdded): void {
  const { waitingFor } = task;
  const when = waitingFor.length === 0 ? '' : `, when task ${waitingFor.join(' and ')} has succeeded`;
  printLine(io, `Task ${taskId} converts ${task.progress.framesTotal} frames${when}.`);
  printLine(io, `Follow it: renderonline watch ${taskId}`);
}
