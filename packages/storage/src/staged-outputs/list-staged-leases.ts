import { readdir, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { isMissing } from '../errors/storage-error.ts';
import { partPrefix } from './stage-output.ts';
import { frameOfFolder, leaseOfFolder, stagingName } from './staging-place.ts';

/** What waits of one lease. */
export interface StagedLease {
  readonly taskId: number;
  readonly leaseId: number;
  readonly frames: readonly number[];
  /** When something in it was added or removed last, in ms since 1970. */
  readonly changedAtMs: number;
  /** Removes all of it. */
  remove(): Promise<void>;
  /** Removes what was still arriving when the program that received it ended. */
  removeParts(): Promise<void>;
}

/** Every lease of which outputs wait below an engine's download_path. */
export async function* listStagedLeases(downloadPath: string): AsyncGenerator<StagedLease> {
  const root = join(resolve(downloadPath), stagingName);
  for (const name of await namesIn(root)) {
    const ids = leaseOfFolder(name);
    if (ids === undefined) continue;
    const folder = join(root, name);
    const frames = (await namesIn(folder)).flatMap((frame) => frameOfFolder(frame) ?? []);
    yield {
      ...ids,
      frames,
      changedAtMs: await lastChangeMs(folder, frames),
      remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 }),
      removeParts: async () => {
        for (const frame of frames) await removePartsIn(join(folder, String(frame)));
      },
    };
  }
}

async function removePartsIn(folder: string): Promise<void> {
  for (const name of await namesIn(folder)) {
    if (name.startsWith(partPrefix)) await rm(join(folder, name), { force: true });
  }
}

async function lastChangeMs(folder: string, frames: readonly number[]): Promise<number> {
  let latest = 0;
  for (const path of [folder, ...frames.map((frame) => join(folder, String(frame)))]) {
    try {
      latest = Math.max(latest, (await stat(path)).mtimeMs);
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }
  return latest;
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}
