import { basename } from 'node:path';
import type { Client } from '@renderonline/client';
import type { TaskWishes } from '@renderonline/contract';
import type { CliIo } from '../io/cli-io.ts';
import { cleanText } from '../terminal/clean-text.ts';
import { formatBytes } from '../terminal/measures.ts';
import { createProgressView } from '../terminal/progress-view.ts';

export interface Upload {
  readonly path: string;
  readonly engineId: number;
  readonly values: ReadonlyMap<string, string>;
  /** How it is to be rendered. */
  readonly wishes?: TaskWishes;
  /** Shows nothing. */
  readonly quiet: boolean;
}

/** Sends a project with a bar and enqueues it. */
export async function uploadProject(
  io: CliIo,
  client: Client,
  { path, engineId, values, wishes = {}, quiet }: Upload,
): Promise<{ taskId: number }> {
  const view = quiet ? undefined : createProgressView(io, { quietMs: 2000 });
  try {
    return await client.enqueue({
      ...wishes,
      engineId,
      arguments: Object.fromEntries(values),
      filePath: path,
      signal: io.signal,
      onProgress: ({ sentBytes, totalBytes }) => {
        view?.show({
          fraction: totalBytes === 0 ? 1 : sentBytes / totalBytes,
          label: `uploading ${cleanText(basename(path))}`,
          facts: [`${formatBytes(sentBytes)} of ${formatBytes(totalBytes)}`],
        });
      },
    });
  } finally {
    view?.end();
  }
}
