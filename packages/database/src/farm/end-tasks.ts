import { isTaskEnded, type TaskState } from '@renderonline/domain';
import { sql } from 'kysely';
import { bulkSelect } from '../bulk/bulk-statements.ts';
import { idsIn } from '../bulk/bulk-table.ts';
import type { FarmTaskChange } from './farm-batch.ts';
import { endLeases } from './end-leases.ts';
import type { Commit, CommitTask } from './open-commit.ts';

const endStates = { succeed: 'succeeded', fail: 'failed' } as const satisfies Record<
  FarmTaskChange['event'],
  TaskState
>;

/** Tasks that end with this commit, by id. */
export type EndingTasks = ReadonlyMap<number, FarmTaskChange & { readonly state: TaskState }>;

/** Finds out which tasks may end, ends what leases they have left, and takes them from the queue. */
export async function endTasks(commit: Commit, changes: readonly FarmTaskChange[]): Promise<EndingTasks> {
  const ending = new Map<number, FarmTaskChange & { state: TaskState }>();
  const unfinished = await tasksWithFramesLeft(commit, changes);
  for (const change of changes) {
    const task = commit.tasks.get(change.taskId);
    const state = endStates[change.event];
    if (task?.state === state || ending.get(change.taskId)?.event === change.event) continue;
    const isEarly = change.event === 'succeed' && unfinished.has(change.taskId);
    if (task === undefined || isEarly || ending.has(change.taskId) || !isAsKnown(task, change)) {
      commit.refusals.refusedTaskChanges.push(change.taskId);
      continue;
    }
    ending.set(change.taskId, { ...change, state });
  }
  if (ending.size > 0) {
    await cancelLeases(commit, ending);
    await sql`delete from queue where task_id in ${idsIn(commit.trx, [...ending.keys()])}`.execute(
      commit.trx,
    );
  }
  return ending;
}

function isAsKnown({ state, revision }: CommitTask, change: FarmTaskChange): boolean {
  return !isTaskEnded(state) && (change.revision === undefined || change.revision === revision);
}

async function tasksWithFramesLeft(commit: Commit, changes: readonly FarmTaskChange[]): Promise<Set<number>> {
  const rows = await bulkSelect<{ task_id: number }>(commit.trx, {
    columns: { task: 'bigint' },
    rows: changes.filter(({ event }) => event === 'succeed').map(({ taskId }) => [taskId]),
    select: 'r.task as task_id',
    join: `where exists (select 1 from frames f
      where f.task_id = r.task and f.state in ('pending', 'leased', 'failed'))`,
  });
  return new Set(rows.map((row) => row.task_id));
}

/** The scheduler ends them itself; none may be left of a task that is over, whatever it knew. */
async function cancelLeases(commit: Commit, ending: EndingTasks): Promise<void> {
  const { rows } = await sql<{
    lease_id: number;
    task_id: number;
    machine_id: number;
    token: string;
    first_frame: number;
    last_frame: number;
  }>`select lease_id, task_id, machine_id, token, first_frame, last_frame from leases
    where task_id in ${idsIn(commit.trx, [...ending.keys()])} order by lease_id`.execute(commit.trx);
  for (const row of rows) {
    commit.leases.set(row.lease_id, {
      leaseId: row.lease_id,
      taskId: row.task_id,
      machineId: row.machine_id,
      token: row.token,
      firstFrame: row.first_frame,
      lastFrame: row.last_frame,
      isRunning: false,
      isDuplicate: false,
    });
  }
  await endLeases(
    commit,
    rows.map((row) => ({
      leaseId: row.lease_id,
      token: row.token,
      taskId: row.task_id,
      endedAtMs: ending.get(row.task_id)?.endedAtMs ?? commit.nowMs,
      outcome: { kind: 'canceled' },
      cause: null,
      failedFrame: null,
      logTail: null,
      logPath: null,
      countAs: null,
      handedOver: [],
    })),
  );
}
