import { bulkUpdate } from '../bulk/bulk-statements.ts';
import type { FailedFrame } from './farm-batch.ts';
import type { Commit } from './open-commit.ts';

const reasonChars = 4000;

/**
 * Gives frames up. The attempt that failed them last has just ended, so most are pending again; a frame that
 * is done by now stays done.
 */
export async function failFrames(commit: Commit, failedFrames: readonly FailedFrame[]): Promise<void> {
  await bulkUpdate(commit.trx, {
    table: 'frames',
    columns: { task: 'bigint', number: 'bigint', text: 'mediumtext' },
    rows: failedFrames.map(({ taskId, frame, reason }) => [taskId, frame, reason.slice(0, reasonChars)]),
    set: { state: "'failed'", lease_id: 'null', failure_reason: 'r.text' },
    where: `frames.task_id = r.task and frames.frame = r.number and frames.state in ('pending', 'leased')`,
  });
}
