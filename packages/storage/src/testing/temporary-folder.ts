import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';

/** A folder that is gone when the test has ended. Its path has no symbolic link in it. */
export async function temporaryFolder(t: TestContext): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'renderonline-storage-')));
  t.after(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/** A task's folder with a project and the given files in it (paths relative to the folder). */
export async function taskWithFiles(
  t: TestContext,
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<{ readonly directory: string; readonly filePath: string }> {
  const directory = join(await temporaryFolder(t), '1', '638603640000000000');
  await mkdir(directory, { recursive: true });
  const filePath = join(directory, 'scene.blend');
  await writeFile(filePath, 'BLENDER-scene');
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), content);
  }
  return { directory, filePath };
}
