import type { BigIntStats } from 'node:fs';
import { rename, stat, utimes, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissing } from '../errors/storage-error.ts';
import { makeSyncedFolder } from '../files/make-synced-folder.ts';
import { hashOpenFile } from '../uploads/hash-open-file.ts';
import { isSealed, sealContent } from './content-seal.ts';

/** In a folder of contents: files whose bytes are not their content's any more, for somebody to look at. */
export const damagedName = '.damaged';

/** Notices files of contents that were changed behind the store's back. */
export interface SoundContents {
  /**
   * Whether an open file still has the bytes of its content: by its seal, else, or when that is not to be trusted, by
   * its hash. One that has not is put aside.
   */
  isSound(file: ContentFile, trust?: 'seal' | 'hash'): Promise<boolean>;
}

export interface ContentFile {
  readonly handle: FileHandle;
  readonly path: string;
  readonly sha256: string;
}

/** Files without a seal that is kept (of a file system that cannot) and were looked at, at most. */
const rememberedFiles = 100_000;

/** @param input.onDamaged after the file was put aside, before anybody hears of it; must not throw */
export function createSoundContents(input: {
  readonly folder: string;
  readonly onDamaged: (sha256: string) => Promise<void>;
}): SoundContents {
  const { folder, onDamaged } = input;
  /** What a file was like when it was hashed and found right. */
  const known = new Map<string, string>();
  /** Several who ask at once wait for one look. */
  const looks = new Map<string, Promise<boolean>>();

  async function look({ handle, path, sha256 }: ContentFile, before: BigIntStats): Promise<boolean> {
    if ((await hashOpenFile(handle)) === sha256) {
      // Its owner may be another user, who alone may set times.
      await sealContent(path, { sha256, size: Number(before.size) }, Number(before.mtimeMs)).catch(
        () => undefined,
      );
      if (known.size >= rememberedFiles) known.clear();
      known.set(sha256, factsOf(before));
      return true;
    }
    await putAside(path, sha256, before);
    await onDamaged(sha256);
    return false;
  }

  async function putAside(path: string, sha256: string, { ino }: BigIntStats): Promise<void> {
    const aside = join(folder, damagedName, sha256);
    await makeSyncedFolder(join(folder, damagedName));
    try {
      // Uploaded anew meanwhile, it is another file, and right.
      if ((await stat(path, { bigint: true })).ino !== ino) return;
      await rename(path, aside);
      // Swept when it has lain there for long.
      await utimes(aside, new Date(), new Date()).catch(() => undefined);
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }

  return {
    async isSound(file, trust = 'seal') {
      const { handle, sha256 } = file;
      const found = await handle.stat({ bigint: true });
      const key = `${sha256} ${factsOf(found)}`;
      const isTrusted = isSealed(found, sha256) || known.get(sha256) === factsOf(found);
      if (trust === 'seal' && isTrusted) return true;
      const looking = looks.get(key) ?? look(file, found);
      looks.set(key, looking);
      try {
        return await looking;
      } finally {
        looks.delete(key);
      }
    },
  };
}

function factsOf({ ino, size, mtimeNs }: BigIntStats): string {
  return `${ino} ${size} ${mtimeNs}`;
}
