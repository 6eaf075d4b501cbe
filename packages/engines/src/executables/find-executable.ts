import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { usualFolders } from './usual-places.ts';

export interface FindExecutableOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly platform?: NodeJS.Platform;
  /** Where to look besides PATH; by default where installers put renderers on this system. */
  readonly folders?: readonly string[];
}

/**
 * Looks for a program: first in PATH, then in the usual places of this system.
 *
 * @param name with or without `.exe`
 * @returns its full path, undefined when it is nowhere.
 */
export async function findExecutable(
  name: string,
  options: FindExecutableOptions = {},
): Promise<string | undefined> {
  for await (const path of executablesOf(name, options)) return path;
  return undefined;
}

/** Every place where the program is, looked up one by one. */
export async function* executablesOf(
  name: string,
  { env = process.env, platform = process.platform, folders }: FindExecutableOptions = {},
): AsyncGenerator<string> {
  const inPath = (env['PATH'] ?? env['Path'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const fileNames =
    platform === 'win32'
      ? [`${name.replace(/\.exe$/i, '')}.exe`]
      : platform === 'darwin'
        ? [name, capitalized(name)]
        : [name];
  for (const folder of [...inPath, ...(folders ?? (await usualFolders(platform)))]) {
    for (const fileName of fileNames) {
      const path = join(folder, fileName);
      if (await isExecutable(path, platform)) yield path;
    }
  }
}

/** macOS programs inside an .app are written with a capital. */
function capitalized(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

async function isExecutable(path: string, platform: NodeJS.Platform): Promise<boolean> {
  try {
    const { isFile } = await stat(path).then((entry) => ({ isFile: entry.isFile() }));
    if (!isFile) return false;
    await access(path, platform === 'win32' ? constants.F_OK : constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
