import type { FrameState } from '@renderonline/domain';
import type { Executor } from '../database.ts';

export interface Frame {
  readonly frame: number;
  readonly state: FrameState;
  /** The lease that has it; null unless it is leased. */
  readonly leaseId: number | null;
  /** The attempt that made it; null unless it is done, and for frames of earlier versions. */
  readonly attemptId: number | null;
  readonly renderMs: number | null;
  /** Why it was given up; null unless it failed. */
  readonly failureReason: string | null;
}

/**
 * The frames of a task by their numbers.
 *
 * @param input.afterFrame only those after this one: for the next page
 */
export async function listFrames(
  executor: Executor,
  input: { readonly taskId: number; readonly afterFrame?: number; readonly limit: number },
): Promise<Frame[]> {
  let query = executor
    .selectFrom('frames')
    .selectAll()
    .where('task_id', '=', input.taskId)
    .orderBy('frame')
    .limit(input.limit);
  if (input.afterFrame !== undefined) query = query.where('frame', '>', input.afterFrame);
  return (await query.execute()).map((row) => ({
    frame: row.frame,
    // The column holds only what domain's transitions put there.
    state: row.state as FrameState,
    leaseId: row.lease_id,
    attemptId: row.attempt_id,
    renderMs: row.render_ms,
    failureReason: row.failure_reason,
  }));
}
