import { readdir, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { isMissing } from '../errors/storage-error.ts';
import { mayOwnerBeAlive, readMarker, removeMarker, type IncomingMarker } from './incoming-marker.ts';

/** A folder that another program may still be receiving into is left alone until it has been quiet for so long. */
const quietMs = 60 * 60 * 1000;

export interface SweepLog {
  info(facts: Record<string, unknown>, message: string): void;
  warn(facts: Record<string, unknown>, message: string): void;
}

export interface SweepRequest {
  readonly downloadPath: string;
  /** Whether a render in the database names this project file. */
  isReferenced(filePath: string): Promise<boolean>;
  readonly log: SweepLog;
  /** Now, in ms since 1970; the system's clock unless given. */
  readonly nowMs?: number;
}

export interface SweepResult {
  /** Folders removed: their upload was cut short. */
  readonly removed: number;
  /** Folders kept: their task was committed, only the marker had been left. */
  readonly accepted: number;
}

/**
 * Puts right what a killed RenderAPI left of uploads under `downloadPath`: a folder whose marker is still
 * there is removed, unless its file belongs to a task (then only the marker goes) or its upload is still
 * arriving. Folders without a marker are not looked into. One bad folder does not stop the others.
 */
export async function sweepIncoming(request: SweepRequest): Promise<SweepResult> {
  let removed = 0;
  let accepted = 0;
  for await (const directory of taskDirectories(resolve(request.downloadPath))) {
    try {
      const outcome = await sweepDirectory(directory, request);
      if (outcome === 'removed') removed += 1;
      if (outcome === 'accepted') accepted += 1;
    } catch (error) {
      request.log.warn(
        { directory, err: error },
        'An unfinished upload could not be swept; remove it by hand',
      );
    }
  }
  return { removed, accepted };
}

async function sweepDirectory(
  directory: string,
  request: SweepRequest,
): Promise<'removed' | 'accepted' | 'untouched'> {
  const marker = await readMarker(directory);
  if (marker === undefined) return 'untouched';
  if (marker !== 'unreadable') {
    if (await isReferenced(directory, marker, request)) {
      await removeMarker(directory);
      request.log.info({ directory }, 'Kept the project of a task that was committed just before a crash');
      return 'accepted';
    }
    if (await mayBeArriving(directory, marker, request.nowMs ?? Date.now())) return 'untouched';
  }
  await rm(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  request.log.info({ directory }, 'Removed an upload that a crash had cut short');
  return 'removed';
}

async function isReferenced(
  directory: string,
  marker: IncomingMarker,
  request: SweepRequest,
): Promise<boolean> {
  const isPlainName = !/[/\\\0]/.test(marker.fileName) && marker.fileName !== '' && marker.fileName !== '..';
  return isPlainName && (await request.isReferenced(join(directory, marker.fileName)));
}

async function mayBeArriving(directory: string, marker: IncomingMarker, nowMs: number): Promise<boolean> {
  const owner = mayOwnerBeAlive(marker);
  if (owner === 'this-run') return true;
  return owner && nowMs - (await lastWriteMs(directory)) < quietMs;
}

/** When anything in the folder was written last, in ms since 1970. */
async function lastWriteMs(directory: string): Promise<number> {
  let latest = (await stat(directory)).mtimeMs;
  for (const name of await readdir(directory)) {
    try {
      latest = Math.max(latest, (await stat(join(directory, name))).mtimeMs);
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }
  return latest;
}

/** `<downloadPath>/<digits>/<digits>`; nothing else under it is ours. */
async function* taskDirectories(downloadPath: string): AsyncGenerator<string> {
  for (const user of await digitFolders(downloadPath)) {
    for (const task of await digitFolders(join(downloadPath, user))) yield join(downloadPath, user, task);
  }
}

async function digitFolders(directory: string): Promise<string[]> {
  try {
    const entries = await readdir(directory, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory() && /^\d{1,20}$/.test(entry.name))
      .map(({ name }) => name);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}
