import { readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { isMissing, systemCode } from '../errors/storage-error.ts';

/** Present in a task's folder until the database knows the task. */
export const markerName = '.incoming';

/** Tells this run of the program from an earlier one that had the same process id (as in a container). */
const thisRun = randomUUID();

/** What the marker says about who is receiving, and what. */
export interface IncomingMarker {
  readonly fileName: string;
  readonly host: string;
  readonly processId: number;
  readonly run: string;
}

export async function writeMarker(directory: string, fileName: string): Promise<void> {
  const marker: IncomingMarker = { fileName, host: hostname(), processId: process.pid, run: thisRun };
  await writeFile(join(directory, markerName), JSON.stringify(marker), { flag: 'wx', flush: true });
}

export async function removeMarker(directory: string): Promise<void> {
  await rm(join(directory, markerName), { force: true });
}

/**
 * @returns undefined when there is no marker; 'unreadable' when the program died while it wrote it, so before
 *   the first byte of the project
 */
export async function readMarker(directory: string): Promise<IncomingMarker | 'unreadable' | undefined> {
  let text: string;
  try {
    text = await readFile(join(directory, markerName), 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
  try {
    const value: unknown = JSON.parse(text);
    return isMarker(value) ? value : 'unreadable';
  } catch {
    return 'unreadable';
  }
}

function isMarker(value: unknown): value is IncomingMarker {
  if (typeof value !== 'object' || value === null) return false;
  const { fileName, host, processId, run } = value as Partial<Record<keyof IncomingMarker, unknown>>;
  return (
    typeof fileName === 'string' &&
    typeof host === 'string' &&
    typeof processId === 'number' &&
    typeof run === 'string'
  );
}

/**
 * Whether the program that wrote the marker may still be receiving: an upload of this run always, one of another
 * program unless its process is gone. Of another computer that shares the folder nobody can tell; the sweeper
 * goes by how long ago it wrote last.
 */
export function mayOwnerBeAlive(marker: IncomingMarker): boolean | 'this-run' {
  if (marker.run === thisRun) return 'this-run';
  if (marker.host !== hostname()) return true;
  if (marker.processId === process.pid) return false;
  try {
    process.kill(marker.processId, 0);
    return true;
  } catch (error) {
    // EPERM: there is such a process, of another user.
    return systemCode(error) === 'EPERM';
  }
}
