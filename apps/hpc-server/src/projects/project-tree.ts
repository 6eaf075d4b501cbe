import { chmod, copyFile, link, mkdir, readdir, rm, stat, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Manifest } from '@renderonline/contract/link';
import type { Content } from './content-shelf.ts';
import { forEach } from './for-each.ts';

/** Where a content is, and whether that is on this machine's own shelf. */
export interface ContentSource {
  readonly path: string;
  readonly isOwn: boolean;
}

/**
 * Makes a folder of a project's files, which nobody can write into.
 *
 * @param folder is not there yet
 * @returns the bytes that are there a second time, because this file system has no links
 */
export async function buildTree(
  folder: string,
  { files }: Manifest,
  sourceOf: (content: Content) => Promise<ContentSource>,
): Promise<number> {
  const folders = new Set([folder, ...files.map(({ path }) => join(folder, dirname(path)))]);
  for (const one of folders) await mkdir(one, { recursive: true });
  let copiedBytes = 0;
  await forEach(files, async (file) => {
    const source = await sourceOf(file);
    copiedBytes += await place(source, join(folder, file.path), file.size);
  });
  return copiedBytes;
}

/** @returns the bytes that were copied */
async function place({ path, isOwn }: ContentSource, target: string, size: number): Promise<number> {
  try {
    await link(path, target);
    return 0;
  } catch (error) {
    // What has been taken away since will not be there for another try either.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw error;
  }
  if (!isOwn) {
    // On another file system, most likely.
    await symlink(path, target, 'file');
    return 0;
  }
  await copyFile(path, target);
  await chmod(target, 0o444);
  return size;
}

/** Takes the right to write from all of its folders: what one render writes, the next one would find. */
export async function closeTree(folder: string): Promise<void> {
  await setModes(folder, 0o555);
}

/** Whether every file is still there, as large as it was. */
export async function isTreeWhole(folder: string, { files }: Manifest): Promise<boolean> {
  let isWhole = true;
  await forEach(files, async ({ path, size }) => {
    if (!isWhole) return;
    const facts = await stat(join(folder, path)).catch(() => undefined);
    if (facts?.isFile() !== true || facts.size !== size) isWhole = false;
  });
  return isWhole;
}

export async function removeTree(folder: string): Promise<void> {
  await setModes(folder, 0o755);
  await rm(folder, { recursive: true, force: true });
}

async function setModes(folder: string, mode: number): Promise<void> {
  // Opened before it is entered, closed once it has been left.
  if ((mode & 0o200) !== 0) await chmod(folder, mode);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await setModes(join(folder, entry.name), mode);
  }
  if ((mode & 0o200) === 0) await chmod(folder, mode);
}
