import { isJunk, mostFiles, type GivenFile } from './given-file.ts';

/** Thrown when more files were dropped than a task may well have. */
export class TooManyFiles extends Error {
  override readonly name = 'TooManyFiles';
}

/**
 * Everything that was dropped, folders with all that is in them, in the order of names. Has to be called while the event
 * is handled: afterwards a browser forgets what was dropped.
 *
 * @throws TooManyFiles; the browser's error when a folder cannot be read
 */
export async function readDropped({ items, files }: DataTransfer): Promise<readonly GivenFile[]> {
  const entries = Array.from(items).flatMap((item) => item.webkitGetAsEntry() ?? []);
  // Files that a script has put there are no entries of any file system.
  return entries.length === 0 ? givenFiles(files) : collect(entries);
}

/** What was chosen in a dialog: `webkitRelativePath` is set for a folder. */
export function givenFiles(files: Iterable<File>): readonly GivenFile[] {
  const given: GivenFile[] = [];
  for (const file of files) {
    const path = (file.webkitRelativePath || file.name).normalize('NFC');
    if (!path.split('/').some(isJunk)) given.push({ path, blob: file });
    if (given.length > mostFiles) throw new TooManyFiles();
  }
  return given;
}

async function collect(top: readonly FileSystemEntry[]): Promise<readonly GivenFile[]> {
  const found: GivenFile[] = [];
  const waiting = [...top].reverse();
  for (let entry = waiting.pop(); entry !== undefined; entry = waiting.pop()) {
    if (isJunk(entry.name)) continue;
    if (entry.isDirectory) {
      const inside = await entriesOf(entry as FileSystemDirectoryEntry);
      inside.sort((a, b) => (a.name < b.name ? 1 : -1));
      for (const next of inside) waiting.push(next);
    } else {
      found.push({ path: pathOf(entry), blob: await fileOf(entry as FileSystemFileEntry) });
    }
    if (found.length + waiting.length > mostFiles) throw new TooManyFiles();
  }
  return found;
}

/** Browsers give them in parts of a hundred. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    if (part.length === 0) return all;
    for (const entry of part) all.push(entry);
    if (all.length > mostFiles) throw new TooManyFiles();
  }
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => {
    entry.file(resolve, reject);
  });
}

/** macOS takes names apart into letters and accents; projects have them in one. */
function pathOf({ fullPath }: FileSystemEntry): string {
  return fullPath.replace(/^\//, '').normalize('NFC');
}
