import type { FrameRange } from '@renderonline/domain';
import type { Database } from '../database.ts';

/**
 * Adds frames to a task, those that it has already left out, and widens its `start_frame` and `end_frame` to
 * hold them all. A task that has ended goes back into the queue for them.
 *
 * @returns how many frames are new
 * @throws 'task-not-found', 'frame-range-invalid' for a task without frames, 'queue-limit-reached'
 */
export async function addFrames(
  _database: Database,
  _input: { readonly taskId: number; readonly frames: readonly FrameRange[] },
): Promise<number> {
  throw new Error('Not there yet.');
}
