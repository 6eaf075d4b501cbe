import { lstat, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Dirent, Stats } from 'node:fs';
import { isMissing } from '../errors/storage-error.ts';
import { markerName } from '../projects/incoming-marker.ts';
import {
  logFolderName,
  outputDirectoryName,
  realTaskDirectoryOf,
  thumbnailFolderName,
} from '../tasks/task-directory.ts';

/** Deeper folders are not looked into: no renderer nests so far, and a loop of mounts would. */
const maxDepth = 32;

/** A file that a task's renderers wrote. */
export interface OutputFile {
  /** As people see it: relative, with '/', without the `output/` that it may lie in. */
  readonly path: string;
  readonly absolutePath: string;
}

/**
 * The files of a task but its project and our own: first those under `output/`, then those that a renderer wrote
 * beside the project, each folder in the order of its names' code units. Symbolic links and anything else that is
 * not a plain file are left out; so are files that vanish meanwhile. A file beside the project that has the same
 * path as one under `output/` is hidden by it.
 */
export async function* walkOutputs(filePath: string): AsyncGenerator<OutputFile> {
  const directory = await realTaskDirectoryOf(filePath);
  if (directory === undefined) return;
  const outputDirectory = join(directory, outputDirectoryName);
  const hasOutputDirectory = await isRealDirectory(outputDirectory);
  if (hasOutputDirectory) yield* walk(outputDirectory, '', 0);
  for await (const file of walk(directory, '', 0, ownNames(filePath))) {
    if (hasOutputDirectory && (await exists(join(outputDirectory, file.path)))) continue;
    yield file;
  }
}

/** Names in a task's folder that are not results. */
export function ownNames(filePath: string): ReadonlySet<string> {
  const projectName = basename(filePath);
  const folders = [outputDirectoryName, logFolderName, thumbnailFolderName];
  return new Set([projectName, `${projectName}.part`, markerName, ...folders]);
}

async function* walk(
  directory: string,
  prefix: string,
  depth: number,
  leaveOut?: ReadonlySet<string>,
): AsyncGenerator<OutputFile> {
  for (const entry of await sortedEntries(directory)) {
    if (leaveOut?.has(entry.name) === true) continue;
    const absolutePath = join(directory, entry.name);
    const path = prefix + entry.name;
    if (entry.isFile()) yield { path, absolutePath };
    else if (entry.isDirectory() && depth < maxDepth) yield* walk(absolutePath, `${path}/`, depth + 1);
  }
}

async function sortedEntries(directory: string): Promise<Dirent[]> {
  try {
    const entries = await readdir(directory, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

async function exists(path: string): Promise<boolean> {
  return (await statIfThere(path)) !== undefined;
}

/** A folder itself, not a link to one. */
async function isRealDirectory(path: string): Promise<boolean> {
  return (await statIfThere(path))?.isDirectory() === true;
}

async function statIfThere(path: string): Promise<Stats | undefined> {
  try {
    return await lstat(path);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
