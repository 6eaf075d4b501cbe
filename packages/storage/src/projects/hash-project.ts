import { hashOpenFile } from '../uploads/hash-open-file.ts';
import { openProjectFile } from './open-project.ts';

/**
 * The SHA-256 of a task's project as it lies on the disk, in hexadecimal: for tasks from before it was computed
 * while they were received. On another thread, in constant memory.
 *
 * Throws `project-not-readable`, the system's errors.
 */
export async function hashProject(filePath: string): Promise<string> {
  const { handle } = await openProjectFile(filePath);
  try {
    return await hashOpenFile(handle);
  } finally {
    await handle.close();
  }
}
