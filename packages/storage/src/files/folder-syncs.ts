import { syncDirectory } from './sync-directory.ts';

/** Syncs folders for many who ask at once: those who ask while a folder waits for its turn share one sync. */
export interface FolderSyncs {
  /** Resolves when what was in the folder at the call survives a power cut. */
  sync(folder: string): Promise<void>;
}

/** Others want the disk as well; and the longer one waits, the more are spared. */
const atOnce = 2;

export function createFolderSyncs(syncOne: (folder: string) => Promise<void> = syncDirectory): FolderSyncs {
  /** Folders of which no sync has begun since it was asked for. */
  const waiting = new Map<string, PromiseWithResolvers<undefined>>();
  let running = 0;

  async function work(): Promise<void> {
    running += 1;
    for (const [folder, { resolve, reject }] of waiting) {
      // From now on it may miss what comes.
      waiting.delete(folder);
      await syncOne(folder).then(() => {
        resolve(undefined);
      }, reject);
    }
    running -= 1;
  }

  return {
    sync(folder) {
      const known = waiting.get(folder);
      if (known !== undefined) return known.promise;
      const one = Promise.withResolvers<undefined>();
      waiting.set(folder, one);
      if (running < atOnce) void work();
      return one.promise;
    },
  };
}
