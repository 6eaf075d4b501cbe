import type { Executor } from '../database.ts';
import type { FrameOutput } from '../farm/farm-batch.ts';

/** A file of a frame that is done. */
export interface Output extends FrameOutput {
  readonly frame: number;
  /** The attempt that made it. */
  readonly attemptId: number;
}

/**
 * The accepted outputs of a task, by frame and name. Tasks of /hpc machines have none here: those machines
 * write into the task's folder themselves.
 *
 * @param input.afterFrame only of later frames: for the next page
 * @param input.untilFrame only of frames up to this one
 * @param input.limit rows at most; all when absent
 */
export async function listOutputsOfTask(
  executor: Executor,
  input: {
    readonly taskId: number;
    readonly afterFrame?: number;
    readonly untilFrame?: number;
    readonly limit?: number;
  },
): Promise<Output[]> {
  let query = executor
    .selectFrom('outputs')
    .select(['frame', 'name', 'size', 'sha256', 'attempt_id'])
    .where('task_id', '=', input.taskId)
    .orderBy('frame')
    .orderBy('name');
  if (input.afterFrame !== undefined) query = query.where('frame', '>', input.afterFrame);
  if (input.untilFrame !== undefined) query = query.where('frame', '<=', input.untilFrame);
  if (input.limit !== undefined) query = query.limit(input.limit);
  return (await query.execute()).map(({ attempt_id: attemptId, ...row }) => ({ ...row, attemptId }));
}
