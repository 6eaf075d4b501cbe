import { nextFrameState } from '@renderonline/domain';
import { bulkInsert, bulkSelect, bulkUpdate } from '../bulk/bulk-statements.ts';
import type { BulkRow } from '../bulk/bulk-table.ts';
import { addFrameWarnings, type FrameWarning } from '../findings/frame-warnings.ts';
import type { FrameDone } from './farm-batch.ts';
import { frameKey, heldLease, type Commit, type CommitLease } from './open-commit.ts';

interface FrameRow {
  readonly task_id: number;
  readonly frame: number;
  readonly state: string;
  readonly lease_id: number | null;
  readonly attempt_id: number | null;
}

/**
 * Accepts finished frames. Of several leases that have a frame (copies at the tail) the first that finishes
 * it wins; a frame that this very lease finished before is no refusal, and changes nothing.
 */
export async function finishFrames(commit: Commit, framesDone: readonly FrameDone[]): Promise<void> {
  const frames = await readFrames(commit, framesDone);
  const accepted: FrameDone[] = [];
  for (const done of framesDone) {
    const key = frameKey(done.taskId, done.frame);
    const row = frames.get(key);
    if (row?.state === 'done' && row.attempt_id === done.leaseId) continue;
    if (row === undefined || !areOutputsStorable(done) || !isFrameOf(heldLease(commit, done), done, row)) {
      commit.refusals.refusedFrames.push({ leaseId: done.leaseId, frame: done.frame });
      continue;
    }
    frames.set(key, { ...row, state: 'done', attempt_id: done.leaseId, lease_id: null });
    commit.doneFrames.add(key);
    accepted.push(done);
  }
  await writeFrames(commit, accepted);
  await addFrameWarnings(
    commit.trx,
    accepted.flatMap((done) => warningsOf(commit, done)),
  );
}

function warningsOf(commit: Commit, done: FrameDone): FrameWarning[] {
  const { taskId, frame, warnings = [] } = done;
  const machineId = heldLease(commit, done)?.machineId;
  return machineId === undefined ? [] : warnings.map((message) => ({ taskId, machineId, frame, message }));
}

async function readFrames(commit: Commit, framesDone: readonly FrameDone[]): Promise<Map<string, FrameRow>> {
  const rows = await bulkSelect<FrameRow>(commit.trx, {
    columns: { task: 'bigint', number: 'bigint' },
    rows: framesDone.map(({ taskId, frame }) => [taskId, frame]),
    select: `f.task_id as task_id, f.frame as frame, f.state as state, f.lease_id as lease_id,
      f.attempt_id as attempt_id`,
    join: 'join frames f on f.task_id = r.task and f.frame = r.number',
  });
  return new Map(rows.map((row) => [frameKey(row.task_id, row.frame), row]));
}

function isFrameOf(lease: CommitLease | undefined, { taskId, frame }: FrameDone, row: FrameRow): boolean {
  return (
    lease?.taskId === taskId &&
    frame >= lease.firstFrame &&
    frame <= lease.lastFrame &&
    row.state === 'leased' &&
    (row.lease_id === lease.leaseId || lease.isDuplicate)
  );
}

/** One machine's nonsense refuses its own frame, and not the whole batch. */
function areOutputsStorable({ frame, renderMs, outputs }: FrameDone): boolean {
  return (
    Number.isSafeInteger(frame) &&
    (renderMs === null || Number.isFinite(renderMs)) &&
    new Set(outputs.map(({ name }) => name)).size === outputs.length &&
    outputs.every(
      ({ name, size, sha256 }) =>
        name.length > 0 &&
        name.length <= 500 &&
        Number.isSafeInteger(size) &&
        size >= 0 &&
        /^[\da-f]{64}$/.test(sha256),
    )
  );
}

async function writeFrames({ trx }: Commit, accepted: readonly FrameDone[]): Promise<void> {
  await bulkUpdate(trx, {
    table: 'frames',
    columns: { task: 'bigint', number: 'bigint', lease: 'bigint', ms: 'bigint' },
    rows: accepted.map(({ taskId, frame, leaseId, renderMs }) => [
      taskId,
      frame,
      leaseId,
      renderMs === null ? null : Math.round(renderMs),
    ]),
    set: {
      state: `'${nextFrameState('leased', 'complete')}'`,
      lease_id: 'null',
      attempt_id: 'r.lease',
      render_ms: 'r.ms',
    },
    where: "frames.task_id = r.task and frames.frame = r.number and frames.state = 'leased'",
  });
  await bulkInsert(trx, {
    into: 'outputs',
    columns: {
      task: 'bigint',
      number: 'bigint',
      file: 'varchar(500)',
      bytes: 'bigint',
      hash: 'varchar(64)',
      lease: 'bigint',
    },
    rows: accepted.flatMap(({ taskId, frame, leaseId, outputs }) =>
      outputs.map(({ name, size, sha256 }): BulkRow => [taskId, frame, name, size, sha256, leaseId]),
    ),
    values: {
      task_id: 'r.task',
      frame: 'r.number',
      name: 'r.file',
      size: 'r.bytes',
      sha256: 'r.hash',
      attempt_id: 'r.lease',
    },
  });
}
