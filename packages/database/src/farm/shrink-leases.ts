import { bulkUpdate } from '../bulk/bulk-statements.ts';
import type { LeaseShrink } from './farm-batch.ts';
import { changeFramesOfLeases, type FramesOfLease } from './frames-of-leases.ts';
import { frameKey, heldLease, type Commit } from './open-commit.ts';

/** Takes the last frames of leases back. */
export async function shrinkLeases(commit: Commit, shrinks: readonly LeaseShrink[]): Promise<void> {
  const released: FramesOfLease[] = [];
  const shrunk: [leaseId: number, lastFrame: number][] = [];
  for (const shrink of shrinks) {
    const lease = heldLease(commit, shrink);
    const { leaseId, lastFrame } = shrink;
    const isPossible = lease !== undefined && lastFrame >= lease.firstFrame && lastFrame <= lease.lastFrame;
    if (!isPossible || !commit.tasks.has(lease.taskId)) {
      commit.refusals.refusedShrinks.push(leaseId);
      continue;
    }
    if (lastFrame === lease.lastFrame) continue;
    released.push({ leaseId, taskId: lease.taskId, first: lastFrame + 1, last: lease.lastFrame });
    shrunk.push([leaseId, lastFrame]);
    lease.lastFrame = lastFrame;
  }
  for (const [table, key] of [
    ['leases', 'lease_id'],
    ['attempts', 'attempt_id'],
  ] as const) {
    await bulkUpdate(commit.trx, {
      table,
      columns: { id: 'bigint', number: 'bigint' },
      rows: shrunk,
      set: { last_frame: 'r.number' },
      where: `${table}.${key} = r.id`,
    });
  }
  await changeFramesOfLeases(commit.trx, 'release', released, (taskId, frame) =>
    commit.doneFrames.has(frameKey(taskId, frame)),
  );
}
