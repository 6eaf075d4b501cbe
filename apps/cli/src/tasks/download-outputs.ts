import { stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, normalize, sep } from 'node:path';
import type { Client } from '@renderonline/client';
import type { OutputView } from '@renderonline/contract';
import { makeFolder } from '@renderonline/runtime';
import { CliError } from '../io/cli-error.ts';
import type { CliIo } from '../io/cli-io.ts';
import { exitCodes } from '../io/exit-code.ts';
import { formatBytes } from '../terminal/measures.ts';
import type { ProgressView } from '../terminal/progress-view.ts';
import { downloadFile } from './download-file.ts';

export interface OutputsDownload {
  readonly taskId: number;
  readonly folder: string;
  readonly view: ProgressView | undefined;
}

export interface OutputsDownloaded {
  readonly files: number;
  readonly fetchedFiles: number;
  readonly bytes: number;
}

/** Enough to hide the time each request takes to begin; more would only crowd the disk. */
const atOnce = 4;

/** Fetches all files of a task into a folder, those that are not there yet or not whole. */
export async function downloadOutputs(
  io: CliIo,
  client: Client,
  { taskId, folder, view }: OutputsDownload,
): Promise<OutputsDownloaded> {
  const { outputs } = await client.outputs(taskId);
  const bytes = outputs.reduce((sum, { size }) => sum + size, 0);
  let here = 0;
  let filesHere = 0;
  let fetchedFiles = 0;
  const tell = (more: number) => {
    here += more;
    view?.show({
      fraction: bytes === 0 ? 1 : here / bytes,
      label: `task ${taskId}`,
      facts: [`${filesHere}/${outputs.length} files`, `${formatBytes(here)} of ${formatBytes(bytes)}`],
    });
  };
  const fetchOne = async (output: OutputView) => {
    const target = localPath(folder, output.path);
    if (await isThere(target, output.size)) tell(output.size);
    else {
      await makeFolder(dirname(target));
      await downloadFile(client, { taskId, output, target, signal: io.signal, onBytes: tell });
      fetchedFiles++;
    }
    filesHere++;
    tell(0);
  };
  await forEachAtOnce(outputs, fetchOne);
  return { files: outputs.length, fetchedFiles, bytes };
}

/** Where an output belongs on this disk. The name comes from the server: it must not lead out of the folder. */
export function localPath(folder: string, path: string): string {
  const relative = normalize(path.replaceAll('/', sep));
  const isOutside = isAbsolute(relative) || relative === '..' || relative.startsWith(`..${sep}`);
  if (path === '' || isOutside || path.includes('\0') || (sep === '\\' && /[:\\]/.test(path))) {
    throw new CliError(
      exitCodes.failed,
      'output-name-unsafe',
      `The server names a file "${path}" that lies outside.`,
      {
        next: 'Nothing was written there. Use --zip, and look at the archive before you unpack it.',
      },
    );
  }
  return join(folder, relative);
}

async function isThere(path: string, size: number): Promise<boolean> {
  const entry = await stat(path).catch(() => undefined);
  return entry?.isFile() === true && entry.size === size;
}

async function forEachAtOnce<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const rest = items.values();
  const worker = async () => {
    for (const item of rest) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
}
