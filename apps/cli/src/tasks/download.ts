import { resolve } from 'node:path';
import type { TaskSnapshot } from '@renderonline/contract';
import type { Command } from 'commander';
import type { CommandContext } from '../commands/command-context.ts';
import { identifier } from '../commands/option-values.ts';
import { printJson, printLine } from '../commands/print.ts';
import { addApiOptions, type ApiOptions } from '../credentials/api-options.ts';
import { connect } from '../credentials/connect.ts';
import { CliError } from '../io/cli-error.ts';
import type { CliIo } from '../io/cli-io.ts';
import { exitCodes, type ExitCode } from '../io/exit-code.ts';
import { count, formatBytes } from '../terminal/measures.ts';
import { isEnded } from './task-text.ts';

interface DownloadOptions extends ApiOptions {
  readonly to?: string;
  readonly zip?: string;
  readonly withProject?: boolean;
}

/** `renderonline download <task>`. */
export function addDownloadCommand(program: Command, { io, action }: CommandContext): void {
  addApiOptions(program.command('download'))
    .description('get the frames of a task; run it again to go on where it was interrupted')
    .argument('<task>', 'its number', identifier)
    .option('--to <folder>', 'where to (default: task-<number>)')
    .option('--zip <file>', 'as one ZIP file instead')
    .option('--with-project', 'with --zip: put the project in too')
    .addHelpText(
      'after',
      '\nExamples:\n  renderonline download 12 --to frames\n  renderonline download 12 --zip frames.zip\n\n' +
        'Files that are here already, with the size they have there, are not fetched again.',
    )
    .action(action((taskId: number, options: DownloadOptions) => download(io, taskId, options)));
}

async function download(io: CliIo, taskId: number, options: DownloadOptions): Promise<ExitCode> {
  const client = await connect(io, options);
  const json = options.json === true;
  const { createProgressView } = await import('../terminal/progress-view.ts');
  const view = json ? undefined : createProgressView(io);
  try {
    if (options.zip !== undefined) {
      const { downloadArchive } = await import('./download-archive.ts');
      const path = resolve(io.cwd, options.zip);
      const withProject = options.withProject === true;
      const { bytes } = await downloadArchive(io, client, { taskId, path, withProject, view });
      view?.end();
      if (json) printJson(io, { taskId, archive: path, bytes });
      else printLine(io, `${path}: ${formatBytes(bytes)}.`);
      return exitCodes.ok;
    }
    const { downloadOutputs } = await import('./download-outputs.ts');
    const folder = resolve(io.cwd, options.to ?? `task-${taskId}`);
    const result = await downloadOutputs(io, client, { taskId, folder, view });
    view?.end();
    if (result.files === 0) throw noFiles(await client.task(taskId));
    if (json) printJson(io, { taskId, folder, ...result });
    else {
      const kept = result.files - result.fetchedFiles;
      const note = kept === 0 ? '' : `, ${kept} of them were here already`;
      printLine(io, `${folder}: ${count(result.files, 'file')}, ${formatBytes(result.bytes)}${note}.`);
    }
    return exitCodes.ok;
  } finally {
    view?.end();
  }
}

function noFiles({ taskId, state }: TaskSnapshot): CliError {
  const hasEnded = isEnded(state);
  const end = state === 'canceled' ? 'was canceled' : state;
  const message = hasEnded ? `Task ${taskId} ${end}, and has no files.` : `Task ${taskId} has no files yet.`;
  return new CliError(exitCodes.notFound, 'no-results', message, {
    next: `See ${hasEnded ? 'what happened' : 'how it is doing'}: renderonline tasks ${taskId}`,
  });
}
