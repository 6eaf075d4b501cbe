/** A file as it was dropped or chosen. */
export interface GivenFile {
  /** With the folder that was dropped or chosen as its first part: `shot 010/textures/wood.png`. */
  readonly path: string;
  readonly blob: Blob;
}

/** More files than a task may well have: somebody has dropped their whole disk. */
export const mostFiles = 100_000;

/** What file managers leave lying about. */
const junk = new Set(['.ds_store', 'thumbs.db', 'desktop.ini', '__macosx', '.git', '.svn']);

/** Whether a file or folder is left out: nobody means it, and no scene needs it. */
export function isJunk(name: string): boolean {
  return junk.has(name.toLowerCase()) || name.startsWith('._');
}
