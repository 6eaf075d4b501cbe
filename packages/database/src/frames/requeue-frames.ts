import type { FrameRange } from '@renderonline/domain';
import type { Database } from '../database.ts';

/**
 * Asks for frames again: those that failed, or the done and failed ones of some ranges. Their outputs are
 * forgotten (files stay until they are rendered anew), and what they failed so far counts no more. A task
 * that has ended goes back into the queue; one that was canceled goes on with all of its frames.
 *
 * @returns how many frames are to be rendered that were not before
 * @throws 'task-not-found', 'queue-limit-reached' for a task that has ended
 */
export async function requeueFrames(
  _database: Database,
  _input: { readonly taskId: number; readonly frames: readonly FrameRange[] | 'failed' },
): Promise<number> {
  throw new Error('Not there yet.');
}
