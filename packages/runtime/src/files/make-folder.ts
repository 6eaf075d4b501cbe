import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a folder and those above it that are missing; one that is there already is fine.
 *
 * Not mkdir's own `recursive`, which never comes back where folders cannot be made (/proc, for one).
 *
 * @param mode permissions of the folders that are made
 */
export async function makeFolder(
  path: string,
  { mode = 0o777 }: { readonly mode?: number } = {},
): Promise<void> {
  if (await isMade(path, mode)) return;
  await makeFolder(dirname(path), { mode });
  // Once more, and no oftener: where the folder above is there now, this fails for a reason.
  await mkdir(path, { mode }).catch((error: unknown) => requireFolder(path, error));
}

/** False when the folder above is missing; any other obstacle throws. */
async function isMade(path: string, mode: number): Promise<boolean> {
  try {
    await mkdir(path, { mode });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' && dirname(path) !== path) return false;
    await requireFolder(path, error);
  }
  return true;
}

async function requireFolder(path: string, error: unknown): Promise<void> {
  const isThere = (error as NodeJS.ErrnoException).code === 'EEXIST' && (await stat(path)).isDirectory();
  if (!isThere) throw error;
}
