import { mkdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '@renderonline/runtime';

/** What a lease, or a session, has on disk while it lasts. */
export interface LeaseFolder {
  /** Where its renderer is started; what it writes with a relative path lands here. */
  readonly work: string;
  /** What is to become the outputs. */
  readonly output: string;
  /** Never rejects. */
  remove(): Promise<void>;
}

/** Folders of leases and sessions; what an earlier run left is worth nothing. */
export interface LeaseFolders {
  /** @throws the system's error, as when the disk is full. */
  make(name: string): Promise<LeaseFolder>;
}

/** @throws the system's error when the leftovers cannot be removed. */
export async function openLeaseFolders(dataDirectory: string): Promise<LeaseFolders> {
  const home = join(dataDirectory, 'leases');
  await rm(home, { recursive: true, force: true });
  await makeFolder(home);
  let made = 0;

  return {
    async make(name) {
      const work = join(home, `${name}-${(made += 1)}`);
      const output = join(work, 'output');
      await mkdir(work);
      await mkdir(output);
      return { work, output, remove: () => removeFolder(work, output) };
    },
  };
}

async function removeFolder(work: string, output: string): Promise<void> {
  try {
    // Uploaded files are gone already, and most renderers leave nothing else.
    await rmdir(output);
    await rmdir(work);
  } catch {
    // What cannot be removed now (a stray still writes there) is removed at the next start.
    await rm(work, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
  }
}
