import { sql } from 'kysely';
import { outcomeColumns } from '../attempts/outcome-columns.ts';
import { bulkUpdate } from '../bulk/bulk-statements.ts';
import { idsIn } from '../bulk/bulk-table.ts';
import { toStoredTime } from '../stored-times.ts';
import type { LeaseEnd } from './farm-batch.ts';
import { changeFramesOfLeases, type FramesOfLease } from './frames-of-leases.ts';
import { frameKey, heldLease, type Commit, type CommitLease } from './open-commit.ts';

/** What is kept of the end of a renderer's output, in characters. */
const logTailChars = 8192;
const causeChars = 32;

interface EndedLease {
  readonly end: LeaseEnd;
  readonly lease: CommitLease;
}

/** Ends leases with what came of them: attempt, frames and the task's counters. */
export async function endLeases(commit: Commit, ends: readonly LeaseEnd[]): Promise<void> {
  const ended: EndedLease[] = [];
  for (const end of ends) {
    const lease = heldLease(commit, end);
    const task = commit.tasks.get(end.taskId);
    if (lease?.taskId !== end.taskId || task === undefined) {
      commit.refusals.refusedEnds.push(end.leaseId);
      continue;
    }
    commit.leases.delete(end.leaseId);
    task.changes.hasLeaseChange = true;
    if (end.countAs === 'failure') task.changes.failures += 1;
    if (end.countAs === 'machine-loss') task.changes.machineLosses += 1;
    ended.push({ end, lease });
  }
  if (ended.length === 0) return;
  await handOver(commit, ended);
  await changeFrames(commit, ended);
  await writeAttempts(commit, ended);
  await sql`delete from leases where lease_id in ${idsIn(
    commit.trx,
    ended.map(({ lease }) => lease.leaseId),
  )}`.execute(commit.trx);
}

/** Frames whose copy goes on: the copy's lease has them from now on, unless it ended meanwhile. */
async function handOver(commit: Commit, ended: readonly EndedLease[]): Promise<void> {
  const rows = ended.flatMap(({ end, lease }) =>
    end.handedOver.flatMap(({ frame, toLeaseId }) => {
      const to = commit.leases.get(toLeaseId);
      const has = to?.taskId === lease.taskId && frame >= to.firstFrame && frame <= to.lastFrame;
      return has ? [[lease.taskId, frame, lease.leaseId, toLeaseId]] : [];
    }),
  );
  await bulkUpdate(commit.trx, {
    table: 'frames',
    columns: { task: 'bigint', number: 'bigint', lease: 'bigint', successor: 'bigint' },
    rows,
    set: { lease_id: 'r.successor' },
    where: `frames.task_id = r.task and frames.frame = r.number
      and frames.state = 'leased' and frames.lease_id = r.lease`,
  });
}

async function changeFrames({ trx, doneFrames }: Commit, ended: readonly EndedLease[]): Promise<void> {
  const isDone = (taskId: number, frame: number) => doneFrames.has(frameKey(taskId, frame));
  const rangesOf = (isCompleted: boolean) =>
    ended
      .filter(({ end }) => (end.completesFrames ?? false) === isCompleted)
      .map(({ lease }) => rangeOf(lease));
  await changeFramesOfLeases(trx, 'complete', rangesOf(true), isDone);
  await changeFramesOfLeases(trx, 'release', rangesOf(false), isDone);
}

function rangeOf({ leaseId, taskId, firstFrame, lastFrame }: CommitLease): FramesOfLease {
  return { leaseId, taskId, first: firstFrame, last: lastFrame };
}

async function writeAttempts({ trx }: Commit, ended: readonly EndedLease[]): Promise<void> {
  await bulkUpdate(trx, {
    table: 'attempts',
    columns: {
      id: 'bigint',
      ended: 'varchar(23)',
      kind: 'varchar(32)',
      code: 'bigint',
      signal_text: 'varchar(32)',
      text: 'mediumtext',
      path: 'mediumtext',
      reason: 'varchar(32)',
      number: 'bigint',
      counted: 'varchar(16)',
      tail: 'mediumtext',
    },
    rows: ended.map(({ end, lease }) => {
      const { outcome, exitCode, signalName, message, countsAs } = outcomeColumns(end.outcome, end.countAs);
      return [
        lease.leaseId,
        toStoredTime(end.endedAtMs),
        outcome,
        exitCode,
        signalName,
        message,
        end.logPath,
        end.cause?.slice(0, causeChars) ?? null,
        failedFrameOf(end, lease),
        countsAs,
        end.logTail?.slice(-logTailChars) ?? null,
      ];
    }),
    set: {
      ended_at: 'r.ended',
      outcome: 'r.kind',
      exit_code: 'r.code',
      signal_name: 'r.signal_text',
      message: 'r.text',
      log_path: 'r.path',
      cause: 'r.reason',
      failed_frame: 'r.number',
      counts_as: 'r.counted',
      log_tail: 'r.tail',
    },
    where: 'attempts.attempt_id = r.id',
  });
}

/** What counts needs a frame to count for. */
function failedFrameOf(
  { failedFrame, countAs }: LeaseEnd,
  { firstFrame, lastFrame }: CommitLease,
): number | null {
  const isOwn = failedFrame !== null && failedFrame >= firstFrame && failedFrame <= lastFrame;
  if (isOwn) return failedFrame;
  return countAs === null ? null : firstFrame;
}
