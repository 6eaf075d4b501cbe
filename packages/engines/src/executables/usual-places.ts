import { readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** A folder, or `<folder>/<any name that the pattern fits>/<rest>`, where installers put renderers. */
interface Place {
  readonly folder: string;
  readonly child?: RegExp;
  readonly rest?: string;
}

const places: Readonly<Partial<Record<NodeJS.Platform, readonly Place[]>>> = {
  linux: [
    { folder: '/usr/bin' },
    { folder: '/usr/local/bin' },
    { folder: '/snap/bin' },
    { folder: '/opt', child: /^(blender|povray|ffmpeg)/i },
    { folder: '/usr/local', child: /^blender/i },
    { folder: homedir(), child: /^(blender|povray|ffmpeg)-/i },
    // Where archives are unpacked.
    { folder: join(homedir(), 'Downloads'), child: /^blender-\d/i },
    { folder: join(homedir(), 'Applications'), child: /^blender/i },
    { folder: join(homedir(), '.local/share/Steam/steamapps/common/Blender') },
  ],
  darwin: [
    { folder: '/opt/homebrew/bin' },
    { folder: '/usr/local/bin' },
    { folder: '/Applications', child: /^blender.*\.app$/i, rest: 'Contents/MacOS' },
    { folder: join(homedir(), 'Applications'), child: /^blender.*\.app$/i, rest: 'Contents/MacOS' },
  ],
  win32: [
    { folder: 'C:\\Program Files\\Blender Foundation', child: /^blender/i },
    { folder: 'C:\\Program Files (x86)\\Steam\\steamapps\\common\\Blender' },
    { folder: 'C:\\Program Files\\POV-Ray', child: /^v\d/i, rest: 'bin' },
    { folder: 'C:\\ffmpeg\\bin' },
    { folder: 'C:\\Program Files\\ffmpeg\\bin' },
  ],
};

/**
 * Folders in which renderers usually are on this system, besides those of PATH. Of several versions side by
 * side the newest comes first.
 */
export async function usualFolders(platform: NodeJS.Platform): Promise<string[]> {
  const found = await Promise.all((places[platform] ?? []).map(foldersOf));
  return found.flat();
}

async function foldersOf({ folder, child, rest }: Place): Promise<string[]> {
  if (!child) return [folder];
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => child.test(name))
    .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
    .map((name) => (rest === undefined ? join(folder, name) : join(folder, name, rest)));
}
