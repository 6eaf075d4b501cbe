import { domainError } from '../errors/domain-error.ts';
import { quotedPath, shortPath } from './quoted-path.ts';

/** Remembers paths, and refuses those that would meet others on some system. */
export interface PathBook {
  /** @throws DomainError `project-paths-clash`, with both paths and a `reason` in its details */
  add(path: string): void;
}

/**
 * A book of one project's files. Folders count as well: `Textures/a.png` and `textures/b.png` would lie in two
 * folders here and in one there, where a scene that was made there looks for both.
 */
export function createPathBook(): PathBook {
  /** As compared → as written. */
  const files = new Map<string, string>();
  const folders = new Map<string, string>();
  /** As written: most files lie in a folder that is known already. */
  const knownFolders = new Set<string>();

  function addFolder(folder: string, path: string): void {
    if (knownFolders.has(folder)) return;
    const above = folder.lastIndexOf('/');
    if (above > 0) addFolder(folder.slice(0, above), path);
    const compared = asCompared(folder);
    const file = files.get(compared);
    if (file !== undefined) throw fileAndFolder(file, path);
    const other = folders.get(compared);
    if (other !== undefined) throw clash(folder, other);
    folders.set(compared, folder);
    knownFolders.add(folder);
  }

  return {
    add(path) {
      const slash = path.lastIndexOf('/');
      if (slash > 0) addFolder(path.slice(0, slash), path);
      const compared = asCompared(path);
      const other = files.get(compared);
      if (other !== undefined) throw clash(path, other);
      const folder = folders.get(compared);
      if (folder !== undefined) throw fileAndFolder(path, `${folder}/`);
      files.set(compared, path);
    },
  };
}

/**
 * What two names have in common that are one on Windows or macOS: case and the way accents are composed do not
 * count there. Of ı, which would become i, only the case is its own.
 */
function asCompared(path: string): string {
  if (/^[ -~]*$/.test(path)) return path.toLowerCase();
  return path.replace(/[^ı]+/g, (text) => text.toUpperCase().toLowerCase()).normalize('NFC');
}

function clash(path: string, other: string): Error {
  const [reason, complaint] =
    path === other
      ? ['twice', 'is there twice. A project has one file of each path.']
      : path.normalize('NFC') === other.normalize('NFC')
        ? [
            'composition',
            `and ${quotedPath(other)} differ only in how their accents are written. Rename one.`,
          ]
        : ['case', `and ${quotedPath(other)} differ only in upper and lower case. Rename one.`];
  return refusal(path, other, reason, complaint);
}

function fileAndFolder(file: string, other: string): Error {
  return refusal(
    file,
    other,
    'file-and-folder',
    `is a file, and a folder in ${quotedPath(other)}. Rename one.`,
  );
}

function refusal(path: string, other: string, reason: string, complaint: string): Error {
  return domainError('project-paths-clash', `${quotedPath(path)} ${complaint}`, {
    path: shortPath(path),
    otherPath: shortPath(other),
    reason,
  });
}
