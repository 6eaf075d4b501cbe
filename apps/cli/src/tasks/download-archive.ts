import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Client } from '@renderonline/client';
import { makeFolder } from '@renderonline/runtime';
import type { CliIo } from '../io/cli-io.ts';
import { cleanText } from '../terminal/clean-text.ts';
import { formatBytes } from '../terminal/measures.ts';
import type { ProgressView } from '../terminal/progress-view.ts';

export interface ArchiveDownload {
  readonly taskId: number;
  readonly path: string;
  readonly withProject: boolean;
  readonly view: ProgressView | undefined;
}

/** Saves the ZIP of a task: under another name until it is whole, and gone when it cannot be. */
export async function downloadArchive(
  io: CliIo,
  client: Client,
  { taskId, path, withProject, view }: ArchiveDownload,
): Promise<{ bytes: number }> {
  const part = `${path}.part`;
  let bytes = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      // Its size is not known beforehand: the archive is made while it is sent.
      view?.show({ fraction: 0, label: cleanText(basename(path)), facts: [formatBytes(bytes)] });
      done(null, chunk);
    },
  });
  let source: Readable | undefined;
  try {
    const archive = await client.downloadZip(taskId, { includeProject: withProject, signal: io.signal });
    source = Readable.fromWeb(archive);
    await makeFolder(dirname(path));
    await pipeline(source, counted, createWriteStream(part), { signal: io.signal });
    await rename(part, path);
  } catch (error) {
    source?.destroy();
    await rm(part, { force: true });
    throw error;
  }
  return { bytes };
}
