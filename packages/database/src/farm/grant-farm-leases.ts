import { nextFrameState } from '@renderonline/domain';
import { sql } from 'kysely';
import { bulkInsert, bulkSelect, bulkUpdate } from '../bulk/bulk-statements.ts';
import { toStoredTime } from '../stored-times.ts';
import type { LeaseGrant } from './farm-batch.ts';
import { isLong } from './frames-of-leases.ts';
import { frameKey, type Commit } from './open-commit.ts';

/**
 * Writes leases, their attempts and their frames' state. A grant that is there already, under its token,
 * counts as granted.
 */
export async function grantFarmLeases(commit: Commit, grants: readonly LeaseGrant[]): Promise<void> {
  if (grants.length === 0) return;
  const wanted: LeaseGrant[] = [];
  const enabled = await enabledMachines(commit, grants);
  const known = await knownAttempts(commit, grants);
  for (const grant of grants) {
    const live = commit.leases.get(grant.leaseId);
    if (live?.token === grant.token) continue;
    const isFree = !known.has(grant.leaseId) && enabled.has(grant.machineId) && isTaskWaiting(commit, grant);
    known.add(grant.leaseId);
    if (isFree) wanted.push(grant);
    else commit.refusals.refusedGrants.push(grant.leaseId);
  }
  // Long ranges one by one, and first: what is read for the others then takes them into account.
  for (const grant of wanted.filter(({ frames }) => isLong(frames))) await grantLong(commit, grant);
  await grantShort(
    commit,
    wanted.filter(({ frames }) => !isLong(frames)),
  );
}

function isTaskWaiting(commit: Commit, { taskId }: LeaseGrant): boolean {
  const task = commit.tasks.get(taskId);
  return task?.isQueued === true && (task.state === 'queued' || task.state === 'running');
}

async function enabledMachines({ trx }: Commit, grants: readonly LeaseGrant[]): Promise<Set<number>> {
  const machineIds = [...new Set(grants.map(({ machineId }) => machineId))];
  const rows = await bulkSelect<{ machine_id: number }>(trx, {
    columns: { id: 'bigint' },
    rows: machineIds.map((machineId) => [machineId]),
    select: 'm.machine_id as machine_id',
    join: 'join machines m on m.machine_id = r.id and m.is_enabled <> 0',
  });
  return new Set(rows.map((row) => row.machine_id));
}

/** Ids that were granted before: no lease is granted a second time, not even after it ended. */
async function knownAttempts({ trx }: Commit, grants: readonly LeaseGrant[]): Promise<Set<number>> {
  const rows = await bulkSelect<{ attempt_id: number }>(trx, {
    columns: { id: 'bigint' },
    rows: grants.map(({ leaseId }) => [leaseId]),
    select: 'a.attempt_id as attempt_id',
    join: 'join attempts a on a.attempt_id = r.id',
  });
  return new Set(rows.map((row) => row.attempt_id));
}

async function grantLong(commit: Commit, grant: LeaseGrant): Promise<void> {
  const { taskId, leaseId, isDuplicate } = grant;
  const { first, last } = grant.frames;
  const { rows } = await sql<{ count: number }>`select count(*) as count from frames
    where task_id = ${taskId} and frame between ${first} and ${last}
      and state = ${isDuplicate ? 'leased' : 'pending'}`.execute(commit.trx);
  if (rows[0]?.count !== last - first + 1) {
    commit.refusals.refusedGrants.push(leaseId);
    return;
  }
  await writeLeases(commit, [grant]);
  if (isDuplicate) return;
  await sql`update frames set state = ${nextFrameState('pending', 'lease')}, lease_id = ${leaseId}
    where task_id = ${taskId} and frame between ${first} and ${last}`.execute(commit.trx);
}

async function grantShort(commit: Commit, grants: readonly LeaseGrant[]): Promise<void> {
  const states = await frameStates(commit, grants);
  const granted: LeaseGrant[] = [];
  const leased: [taskId: number, frame: number, leaseId: number][] = [];
  for (const grant of grants) {
    const { taskId, leaseId, isDuplicate } = grant;
    const frames = framesOf(grant);
    const needed = isDuplicate ? 'leased' : 'pending';
    if (frames.length === 0 || frames.some((frame) => states.get(frameKey(taskId, frame)) !== needed)) {
      commit.refusals.refusedGrants.push(leaseId);
      continue;
    }
    granted.push(grant);
    if (isDuplicate) continue;
    for (const frame of frames) {
      states.set(frameKey(taskId, frame), 'leased');
      leased.push([taskId, frame, leaseId]);
    }
  }
  await writeLeases(commit, granted);
  await bulkUpdate(commit.trx, {
    table: 'frames',
    columns: { task: 'bigint', number: 'bigint', lease: 'bigint' },
    rows: leased,
    set: { state: `'${nextFrameState('pending', 'lease')}'`, lease_id: 'r.lease' },
    where: 'frames.task_id = r.task and frames.frame = r.number',
  });
}

function framesOf({ frames: { first, last } }: LeaseGrant): number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
}

async function frameStates({ trx }: Commit, grants: readonly LeaseGrant[]): Promise<Map<string, string>> {
  const rows = await bulkSelect<{ task_id: number; frame: number; state: string }>(trx, {
    columns: { task: 'bigint', number: 'bigint' },
    rows: grants.flatMap((grant) => framesOf(grant).map((frame) => [grant.taskId, frame])),
    select: 'f.task_id as task_id, f.frame as frame, f.state as state',
    join: 'join frames f on f.task_id = r.task and f.frame = r.number',
  });
  return new Map(rows.map((row) => [frameKey(row.task_id, row.frame), row.state]));
}

async function writeLeases(commit: Commit, grants: readonly LeaseGrant[]): Promise<void> {
  if (grants.length === 0) return;
  const { trx, generation, nowMs } = commit;
  const columns = {
    id: 'bigint',
    task: 'bigint',
    machine: 'bigint',
    first: 'bigint',
    last: 'bigint',
    secret: 'varchar(64)',
    expires: 'varchar(23)',
    copy: 'bigint',
  } as const;
  const rows = grants.map((grant) => [
    grant.leaseId,
    grant.taskId,
    grant.machineId,
    grant.frames.first,
    grant.frames.last,
    grant.token,
    toStoredTime(grant.expiresAtMs),
    grant.isDuplicate ? 1 : 0,
  ]);
  const shared = {
    task_id: 'r.task',
    machine_id: 'r.machine',
    first_frame: 'r.first',
    last_frame: 'r.last',
    granted_at: `'${toStoredTime(nowMs)}'`,
    is_duplicate: 'r.copy',
  };
  await bulkInsert(trx, {
    into: 'leases',
    columns,
    rows,
    values: {
      ...shared,
      lease_id: 'r.id',
      token: 'r.secret',
      generation: String(generation),
      expires_at: 'r.expires',
    },
  });
  await bulkInsert(trx, { into: 'attempts', columns, rows, values: { ...shared, attempt_id: 'r.id' } });
  const lastId = Math.max(...grants.map(({ leaseId }) => leaseId));
  await sql`update scheduler_leadership set last_lease_id = ${lastId}
    where id = 1 and last_lease_id < ${lastId}`.execute(trx);
}
