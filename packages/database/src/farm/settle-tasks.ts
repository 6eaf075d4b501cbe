import type { TaskState } from '@renderonline/domain';
import { bulkSelect, bulkUpdate } from '../bulk/bulk-statements.ts';
import type { BulkRow } from '../bulk/bulk-table.ts';
import { toStoredTime, toStoredTimeOrNull } from '../stored-times.ts';
import type { EndingTasks } from './end-tasks.ts';
import type { Commit, CommitTask } from './open-commit.ts';

/** What the leases and attempts of a task say about its row. */
interface TaskFacts {
  /** Where the oldest of its running leases is. */
  readonly runningMachineId: number | null;
  readonly hasLease: boolean;
  /** Of all of its attempts; only for a task that ends without a start. */
  readonly firstStart: string | null;
  readonly firstGrant: string | null;
  readonly lastMachineId: number | null;
}

const noFacts: TaskFacts = {
  runningMachineId: null,
  hasLease: false,
  firstStart: null,
  firstGrant: null,
  lastMachineId: null,
};

/**
 * Writes what the commit means for the tasks themselves: state, the specification's columns, counters. One
 * statement changes all columns of a task, so that they are never seen to contradict each other.
 */
export async function settleTasks(commit: Commit, ending: EndingTasks): Promise<void> {
  const tasks = [...commit.tasks.values()];
  const facts = await readFacts(
    commit,
    tasks.filter(({ taskId, changes }) => changes.hasLeaseChange && !ending.has(taskId)),
    tasks.filter(
      ({ taskId, startTime, machineId }) => ending.has(taskId) && (startTime === null || machineId === null),
    ),
  );
  const rows = tasks.flatMap((task) => {
    const row = settledRow(task, ending, facts.get(task.taskId) ?? noFacts);
    return row === undefined ? [] : [row];
  });
  await writeTasks(commit, rows);
}

/** The columns of `writeTasks`; undefined when nothing of the task changes. */
function settledRow(task: CommitTask, ending: EndingTasks, facts: TaskFacts): BulkRow | undefined {
  const { taskId, changes } = task;
  const end = ending.get(taskId);
  const began = changes.startedAtMs === null ? null : toStoredTime(changes.startedAtMs);
  if (end !== undefined) {
    const isSuccess = end.event === 'succeed';
    // The word that the render began may have been lost.
    const start = task.startTime ?? began ?? facts.firstStart ?? (isSuccess ? facts.firstGrant : null);
    const machineId = task.machineId ?? facts.lastMachineId;
    const reason = isSuccess ? null : end.reason;
    return rowOf(task, end.state, {
      machineId,
      start,
      isSuccess,
      endTime: toStoredTime(end.endedAtMs),
      reason,
    });
  }
  const state = changes.hasLeaseChange ? stateOf(task, facts) : task.state;
  const machineId = changes.hasLeaseChange ? machineOf(task, facts) : task.machineId;
  const start = task.startTime ?? began;
  const isSame =
    state === task.state &&
    machineId === task.machineId &&
    start === task.startTime &&
    changes.failures === 0 &&
    changes.machineLosses === 0 &&
    changes.notBeforeMs === undefined;
  return isSame
    ? undefined
    : rowOf(task, state, { machineId, start, isSuccess: false, endTime: null, reason: null });
}

/**
 * A task runs from the first start of a lease until it has none left: between two frames of one machine it is
 * not back in the queue.
 */
function stateOf({ state }: CommitTask, { runningMachineId, hasLease }: TaskFacts): TaskState {
  if (state !== 'queued' && state !== 'running') return state;
  return runningMachineId !== null || (state === 'running' && hasLease) ? 'running' : 'queued';
}

function machineOf({ machineId }: CommitTask, { runningMachineId, hasLease }: TaskFacts): number | null {
  return runningMachineId ?? (hasLease ? machineId : null);
}

function rowOf(
  { taskId, changes }: CommitTask,
  state: TaskState,
  columns: {
    readonly machineId: number | null;
    readonly start: string | null;
    readonly isSuccess: boolean;
    readonly endTime: string | null;
    readonly reason: string | null;
  },
): BulkRow {
  return [
    taskId,
    state,
    state === 'running' ? 1 : 0,
    columns.isSuccess ? 1 : 0,
    columns.machineId,
    columns.start,
    columns.endTime,
    columns.reason,
    changes.failures,
    changes.machineLosses,
    changes.notBeforeMs === undefined ? 0 : 1,
    toStoredTimeOrNull(changes.notBeforeMs ?? null),
  ];
}

async function writeTasks({ trx }: Commit, rows: readonly BulkRow[]): Promise<void> {
  await bulkUpdate(trx, {
    table: 'tasks',
    columns: {
      id: 'bigint',
      new_state: 'varchar(16)',
      running: 'bigint',
      success: 'bigint',
      machine: 'bigint',
      began: 'varchar(23)',
      ended: 'varchar(23)',
      reason: 'mediumtext',
      failures: 'bigint',
      losses: 'bigint',
      has_wait: 'bigint',
      wait_until: 'varchar(23)',
    },
    rows,
    set: {
      state: 'r.new_state',
      is_running: 'r.running',
      is_success: 'r.success',
      machine_id: 'r.machine',
      start_time: 'r.began',
      end_time: 'r.ended',
      failure_reason: 'r.reason',
      failed_attempts: 'tasks.failed_attempts + r.failures',
      machine_losses: 'tasks.machine_losses + r.losses',
      not_before: 'case when r.has_wait = 1 then r.wait_until else tasks.not_before end',
    },
    where: 'tasks.task_id = r.id',
  });
}

async function readFacts(
  { trx }: Commit,
  going: readonly CommitTask[],
  endingWithGaps: readonly CommitTask[],
): Promise<Map<number, TaskFacts>> {
  const live = await bulkSelect<{ task_id: number; machine_id: number | null; lease_id: number | null }>(
    trx,
    {
      columns: { task: 'bigint' },
      rows: going.map(({ taskId }) => [taskId]),
      // Both end at the first entry of the index, however many leases a task has.
      select: `r.task as task_id,
      (select l.machine_id from leases l where l.task_id = r.task and l.state = 'running'
        order by l.lease_id limit 1) as machine_id,
      (select l.lease_id from leases l where l.task_id = r.task order by l.lease_id limit 1) as lease_id`,
      join: '',
    },
  );
  const past = await bulkSelect<{
    task_id: number;
    first_start: string | null;
    first_grant: string | null;
    machine_id: number | null;
  }>(trx, {
    columns: { task: 'bigint' },
    rows: endingWithGaps.map(({ taskId }) => [taskId]),
    select: `r.task as task_id,
      (select min(a.started_at) from attempts a where a.task_id = r.task) as first_start,
      (select min(a.granted_at) from attempts a where a.task_id = r.task) as first_grant,
      (select a.machine_id from attempts a where a.task_id = r.task order by a.attempt_id desc limit 1) as machine_id`,
    join: '',
  });
  const facts = new Map<number, TaskFacts>();
  for (const row of live) {
    facts.set(row.task_id, { ...noFacts, runningMachineId: row.machine_id, hasLease: row.lease_id !== null });
  }
  for (const row of past) {
    facts.set(row.task_id, {
      ...noFacts,
      firstStart: row.first_start,
      firstGrant: row.first_grant,
      lastMachineId: row.machine_id,
    });
  }
  return facts;
}
