import { hasExtension } from '@renderonline/domain';
import type { GivenFile } from './given-file.ts';

/** What one task is made of. */
export interface Source {
  /** What people call it: the folder, or the file. */
  readonly name: string;
  readonly kind: 'files' | 'archive';
  /** Within the project; of an archive the archive itself. */
  readonly files: readonly GivenFile[];
}

/**
 * Sorts what was given at once into tasks: each folder and each .zip is one; single files are one each when an engine
 * opens all of them, and belong together when some only lie beside a scene.
 *
 * @param extensions of the engines: `.blend`
 */
export function groupFiles(files: readonly GivenFile[], extensions: readonly string[]): readonly Source[] {
  const folders = new Map<string, GivenFile[]>();
  const archives: Source[] = [];
  const loose: GivenFile[] = [];
  for (const file of files) {
    const slash = file.path.indexOf('/');
    if (slash >= 0) {
      const name = file.path.slice(0, slash);
      const inside = folders.get(name) ?? [];
      folders.set(name, inside);
      inside.push({ ...file, path: file.path.slice(slash + 1) });
    } else if (hasExtension(file.path, '.zip')) {
      archives.push({ name: file.path, kind: 'archive', files: [file] });
    } else loose.push(file);
  }
  const ofFolders = Array.from(folders, ([name, inside]): Source => ({ name, kind: 'files', files: inside }));
  return [...ofFolders, ...archives, ...ofLoose(loose, extensions)];
}

function ofLoose(loose: readonly GivenFile[], extensions: readonly string[]): readonly Source[] {
  const [first] = loose;
  if (first === undefined) return [];
  const opens = ({ path }: GivenFile): boolean =>
    extensions.some((extension) => hasExtension(path, extension));
  if (loose.every(opens)) return loose.map((file) => ({ name: file.path, kind: 'files', files: [file] }));
  const scene = loose.find(opens) ?? first;
  return [{ name: scene.path, kind: 'files', files: loose }];
}
