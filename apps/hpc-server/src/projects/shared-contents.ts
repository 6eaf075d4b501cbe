import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { contentsMarkerName } from '@renderonline/contract/link';
import type { Logger } from '@renderonline/runtime';
import type { Content } from './content-shelf.ts';

/** RenderAPI's own folder of contents, when this machine sees it. */
export interface SharedContents {
  /** Where these bytes are; undefined when they are not, or when it is not proved that the folder is RenderAPI's. */
  find(content: Content): Promise<string | undefined>;
}

interface SharedContentsInput {
  /** As it is configured; null: there is none. */
  readonly folder: string | null;
  /** The id that RenderAPI told; null while none is known. */
  readonly contentsId: () => string | null;
  readonly log: Logger;
}

/** Longer than any id. */
const mostMarkerBytes = 256;

export function createSharedContents({ folder, contentsId, log }: SharedContentsInput): SharedContents {
  let proved: string | undefined;
  let doubted: string | undefined;

  /** Another farm's folder, or one that is not mounted, has another marker or none. */
  async function isProved(home: string): Promise<boolean> {
    const id = contentsId();
    if (id === null) return false;
    if (proved === id) return true;
    const found = await readMarker(join(home, contentsMarkerName));
    if (found === id) {
      proved = id;
      log.info(
        { folder: home },
        'files of projects are taken from the contents of RenderAPI, without copying them',
      );
      return true;
    }
    if (doubted !== id) {
      const reason = found === undefined ? 'it has no marker' : 'its marker is that of another RenderAPI';
      log.warn(
        { folder: home, reason },
        'SharedContents is not the folder of RenderAPI; files are fetched instead',
      );
      doubted = id;
    }
    return false;
  }

  return {
    async find({ sha256, size }) {
      if (folder === null || !(await isProved(folder))) return undefined;
      const path = join(folder, sha256.slice(0, 2), sha256);
      const facts = await stat(path).catch(() => undefined);
      return facts?.isFile() === true && facts.size === size ? path : undefined;
    },
  };
}

async function readMarker(path: string): Promise<string | undefined> {
  const file = await open(path).catch(() => undefined);
  if (file === undefined) return undefined;
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(mostMarkerBytes), 0, mostMarkerBytes, 0);
    return buffer.toString('utf8', 0, bytesRead).trim();
  } catch {
    return undefined;
  } finally {
    await file.close();
  }
}
