import { createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Client } from '@renderonline/client';
import type { OutputView } from '@renderonline/contract';
import { CliError } from '../io/cli-error.ts';
import { exitCodes } from '../io/exit-code.ts';

export interface FileDownload {
  readonly taskId: number;
  readonly output: OutputView;
  readonly target: string;
  readonly signal: AbortSignal;
  /** Told of bytes that are here now, those of an earlier try included. */
  readonly onBytes: (bytes: number) => void;
}

/**
 * Fetches one file, into `<target>.part` until it is whole. A part of an earlier try is continued, unless the
 * file was written anew since.
 */
export async function downloadFile(client: Client, download: FileDownload): Promise<void> {
  const { taskId, output, target, signal, onBytes } = download;
  const part = `${target}.part`;
  const offset = await usablePart(part, output);
  if (offset > 0) onBytes(offset);
  if (offset < output.size || output.size === 0) {
    const source = await client.downloadOutput(taskId, output.path, { offset, signal });
    const counted = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        onBytes(chunk.length);
        done(null, chunk);
      },
    });
    const file = createWriteStream(part, { flags: offset > 0 ? 'a' : 'w' });
    await pipeline(Readable.fromWeb(source), counted, file, { signal });
  }
  await requireWhole(part, output);
  await rename(part, target);
}

async function usablePart(part: string, output: OutputView): Promise<number> {
  const entry = await stat(part).catch(() => undefined);
  if (entry === undefined) return 0;
  const isOlder = entry.mtimeMs < Date.parse(output.modifiedAt);
  if (entry.size <= output.size && !isOlder) return entry.size;
  await rm(part, { force: true });
  return 0;
}

async function requireWhole(part: string, output: OutputView): Promise<void> {
  const { size } = await stat(part);
  if (size === output.size) return;
  // Longer than announced: it changed under way, and a continued part would be a mixture.
  if (size > output.size) await rm(part, { force: true });
  throw new CliError(
    exitCodes.failed,
    'download-incomplete',
    `${output.path} has ${size} bytes here and ${output.size} there.`,
    { next: 'Run the command again: it goes on where this one ended.' },
  );
}
