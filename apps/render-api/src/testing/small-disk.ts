import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A disk of a few megabytes, of its own. */
export interface SmallDisk extends AsyncDisposable {
  readonly folder: string;
}

/**
 * Mounts one in memory.
 *
 * @throws Error that says what to do where that is not possible
 */
export async function mountSmallDisk(mebibytes: number): Promise<SmallDisk> {
  const folder = await mkdtemp(join(tmpdir(), 'renderonline-small-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m`, 'tmpfs', folder], { stdio: 'pipe' });
  } catch (error) {
    await rm(folder, { recursive: true });
    throw new Error(
      'This test fills a disk of its own, and no tmpfs can be mounted. Run it on Linux as root (in a container: ' +
        'with --cap-add SYS_ADMIN).',
      { cause: error },
    );
  }
  return {
    folder,
    async [Symbol.asyncDispose]() {
      execFileSync('umount', ['--lazy', folder]);
      await rm(folder, { recursive: true });
    },
  };
}
