import { rm } from 'node:fs/promises';
import { createTaskDirectory, leaveUserDirectory, type NewTaskDirectory } from '../tasks/task-directory.ts';
import { removeMarker, writeMarker } from './incoming-marker.ts';

/** A project file that is whole and on the disk itself, but not yet anybody's: accept or discard it. */
export interface ReceivedProject {
  /** `<downloadPath>/<userId>/<ticks of queuedAtMs>`. */
  readonly directory: string;
  readonly filePath: string;
  /** The name it was stored under. */
  readonly fileName: string;
  /** Bytes. */
  readonly fileSize: number;
  /** Of the whole file, in hexadecimal. */
  readonly sha256: string;
  /** `receivedAtMs`, moved on by a few ms when the user had another submission in the same one. */
  readonly queuedAtMs: number;
  /** Call it after the commit that makes the file a task's; until then a restart may remove it. */
  accept(): Promise<void>;
  /** Removes the file and its folder. */
  discard(): Promise<void>;
}

/** Where a new task's project is to be. */
export interface NewProjectPlace {
  /** Root of the engine's tasks; created when it is not there. */
  readonly downloadPath: string;
  readonly userId: number;
  /** When the submission arrived, in ms since 1970. */
  readonly receivedAtMs: number;
}

/**
 * Makes the folder of a new task, marked as not yet anybody's, and lets `fill` put the project into it. When that
 * fails, nothing of it is left.
 *
 * @param fileName one that stays in its folder
 */
export async function receiveInto(
  place: NewProjectPlace,
  fileName: string,
  fill: (directory: string) => Promise<Pick<ReceivedProject, 'filePath' | 'fileSize' | 'sha256'>>,
): Promise<ReceivedProject> {
  const created = await createTaskDirectory(place);
  const { directory } = created;
  try {
    await writeMarker(directory, fileName);
    return received({ ...created, fileName, ...(await fill(directory)) });
  } catch (error) {
    await removeQuietly(directory);
    throw error;
  }
}

function received(facts: Omit<ReceivedProject, 'accept' | 'discard'> & NewTaskDirectory): ReceivedProject {
  return {
    ...facts,
    accept: () => removeMarker(facts.directory),
    discard: () => remove(facts.directory),
  };
}

async function remove(directory: string): Promise<void> {
  await rm(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  await leaveUserDirectory(directory);
}

async function removeQuietly(directory: string): Promise<void> {
  try {
    await remove(directory);
  } catch {
    // The failure that led here is the one to report; the marker lets the next start sweep the rest.
  }
}
