import { resolve } from 'node:path';
import type { Client } from '@renderonline/client';
import { InvalidArgumentError, Option, type Command } from 'commander';
import type { CommandContext } from '../commands/command-context.ts';
import { identifier, wholeNumber } from '../commands/option-values.ts';
import { printJson, printJsonLine, printLine } from '../commands/print.ts';
import { addApiOptions, type ApiOptions } from '../credentials/api-options.ts';
import { connect } from '../credentials/connect.ts';
import { CliError } from '../io/cli-error.ts';
import type { CliIo } from '../io/cli-io.ts';
import { exitCodes, type ExitCode } from '../io/exit-code.ts';

interface VideoOptions extends ApiOptions {
  readonly format: 'mp4' | 'webm';
  readonly fps?: number;
  readonly quality?: number;
  readonly now?: boolean;
  readonly watch?: boolean;
  readonly to?: string;
}

/** `renderonline video <task>`. */
export function addVideoCommand(program: Command, { io, action }: CommandContext): void {
  addApiOptions(program.command('video'))
    .description("have a video made of a task's frames, as a task of its own")
    .argument('<task>', 'its number', identifier)
    .addOption(
      new Option('--format <format>', 'mp4 (H.264) or webm (VP9)').choices(['mp4', 'webm']).default('mp4'),
    )
    .option('--fps <number>', 'frames a second, like 24 or 29.97; 24 when left out', framesPerSecond)
    .option('--quality <crf>', '0 (best) to 51; 20 when left out', wholeNumber(0, 51))
    .option('--now', 'of the frames that are done so far, and not of all when the task has succeeded')
    .option('-w, --watch', 'stay and follow it until it ends')
    .option('--to <file>', 'stay, and save the video there')
    .addHelpText(
      'after',
      '\nExamples:\n  renderonline video 12\n  renderonline video 12 --format webm --fps 30 --to shot.webm',
    )
    .action(action((taskId: number, options: VideoOptions) => makeVideo(io, taskId, options)));
}

async function makeVideo(io: CliIo, sourceId: number, options: VideoOptions): Promise<ExitCode> {
  const json = options.json === true;
  const client = await connect(io, options);
  const { taskId, task } = await client.makeVideo(sourceId, {
    format: options.format,
    ...(options.fps === undefined ? {} : { framesPerSecond: options.fps }),
    ...(options.quality === undefined ? {} : { quality: options.quality }),
    ...(options.now === true ? { now: true } : {}),
  });
  const stays = options.watch === true || options.to !== undefined;
  if (!stays) {
    if (json) printJson(io, { taskId, task });
    else tellQueued(io, taskId, task.waitingFor);
    return exitCodes.ok;
  }
  if (json) printJsonLine(io, { taskId });
  else tellQueued(io, taskId, task.waitingFor);
  const { followTask } = await import('./follow-task.ts');
  const code = await followTask(io, client, taskId, { json });
  if (code !== exitCodes.ok) return code;
  if (options.to !== undefined) await save(io, client, { taskId, to: options.to, json });
  else if (!json) printLine(io, `Get it: renderonline download ${taskId}`);
  return exitCodes.ok;
}

function tellQueued(io: CliIo, taskId: number, waitingFor: readonly number[]): void {
  const when = waitingFor.length === 0 ? '' : `, when task ${waitingFor.join(' and ')} has succeeded`;
  printLine(io, `Task ${taskId} makes the video${when}.`);
  printLine(io, `Follow it: renderonline watch ${taskId}`);
}

async function save(
  io: CliIo,
  client: Client,
  { taskId, to, json }: { readonly taskId: number; readonly to: string; readonly json: boolean },
): Promise<void> {
  const { outputs } = await client.outputs(taskId);
  const [output] = outputs;
  if (output === undefined) {
    throw new CliError(exitCodes.failed, 'no-results', `Task ${taskId} has put out no video.`, {
      next: `See why: renderonline tasks ${taskId}`,
    });
  }
  const { downloadFile } = await import('./download-file.ts');
  const target = resolve(io.cwd, to);
  await downloadFile(client, { taskId, output, target, signal: io.signal, onBytes: () => undefined });
  if (json) printJsonLine(io, { taskId, file: target, bytes: output.size });
  else printLine(io, `The video is ${target}`);
}

function framesPerSecond(text: string): number {
  const value = Number(text);
  if (/^\d{1,3}(\.\d{1,3})?$/.test(text) && value >= 1 && value <= 240) return value;
  throw new InvalidArgumentError('It must be a number from 1 to 240, with three decimals at most.');
}
