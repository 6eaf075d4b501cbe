import type { SizedFile } from '../projects/carrier.ts';
import { LocalFileError } from '../uploads/keep-trying.ts';

/** A file that somebody has given to a page. */
export interface PageFile extends SizedFile {
  readonly blob: Blob;
}

/** A file that was changed, moved or removed after it was given to the page: browsers do not read it any more. */
export class FileUnreadable extends Error {
  override readonly name = 'FileUnreadable';
  /** Within the project. */
  readonly path: string;

  constructor(path: string, cause: unknown) {
    super(`${path} was changed or removed meanwhile; hand it over again.`, { cause });
    this.path = path;
  }
}

/** Apart from sending them, since `fetch` does not say whether it could not read or not send. @throws LocalFileError */
export async function readBytes(
  { blob, path }: PageFile,
  from = 0,
  to = blob.size,
): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await blob.slice(from, to).arrayBuffer());
  } catch (error) {
    throw new LocalFileError('a file cannot be read', { cause: new FileUnreadable(path, error) });
  }
}
