import type { Command } from 'commander';
import type { CommandContext } from '../commands/command-context.ts';
import { identifier } from '../commands/option-values.ts';
import { printJson, printLine } from '../commands/print.ts';
import { addApiOptions, type ApiOptions } from '../credentials/api-options.ts';
import { connect } from '../credentials/connect.ts';
import type { CliIo } from '../io/cli-io.ts';
import { exitCodes, type ExitCode } from '../io/exit-code.ts';
import { count } from '../terminal/measures.ts';

/** `renderonline requeue <task> <frames>` and `renderonline add-frames <task> <frames>`. */
export function addFrameCommands(program: Command, { io, action }: CommandContext): void {
  addApiOptions(program.command('requeue'))
    .description('render frames of a task again, also of one that has ended')
    .argument('<task>', 'its number', identifier)
    .argument('<frames>', '`failed` for all that failed, or frames like 7,9-12')
    .addHelpText(
      'after',
      '\nExamples:\n  renderonline requeue 12 failed\n  renderonline requeue 12 7,9-12\n\n' +
        'Files that are there already stay until they are rendered anew.',
    )
    .action(
      action((taskId: number, frames: string, options: ApiOptions) => requeue(io, taskId, frames, options)),
    );
  addApiOptions(program.command('add-frames'))
    .description('add frames to a task, also to one that has ended; those it has already stay')
    .argument('<task>', 'its number', identifier)
    .argument('<frames>', 'frames like 101-150')
    .addHelpText('after', '\nExample:\n  renderonline add-frames 12 1-150')
    .action(
      action((taskId: number, frames: string, options: ApiOptions) => addFrames(io, taskId, frames, options)),
    );
}

async function requeue(io: CliIo, taskId: number, frames: string, options: ApiOptions): Promise<ExitCode> {
  const { framesAsked } = await import('./frame-texts.ts');
  const wanted = framesAsked(frames, { allowsFailed: true });
  const client = await connect(io, options);
  const { requeued, task } = await client.requeue(taskId, wanted);
  if (options.json === true) printJson(io, { taskId, requeued, task });
  else if (requeued === 0) printLine(io, `Nothing of task ${taskId} needs rendering again.`);
  else printLine(io, `${count(requeued, 'frame')} of task ${taskId} will be rendered again.`);
  return exitCodes.ok;
}

async function addFrames(io: CliIo, taskId: number, frames: string, options: ApiOptions): Promise<ExitCode> {
  const { framesAsked } = await import('./frame-texts.ts');
  const wanted = framesAsked(frames, { allowsFailed: false });
  const client = await connect(io, options);
  const { added, task } = await client.addFrames(taskId, wanted);
  if (options.json === true) printJson(io, { taskId, added, task });
  else if (added === 0) printLine(io, `Task ${taskId} has these frames already.`);
  else {
    printLine(
      io,
      `Task ${taskId} has ${count(added, 'new frame')}, ${task.progress.framesTotal} in all. ` +
        `Follow it: renderonline watch ${taskId}`,
    );
  }
  return exitCodes.ok;
}
