import { nextFrameState, type FrameRange } from '@renderonline/domain';
import type { Database, Executor } from '../database.ts';
import { refuseFormerLeader } from '../leadership/refuse-former-leader.ts';
import { toStoredTime } from '../stored-times.ts';
import { lockTask } from '../tasks/locked-task.ts';
import type { LiveLease } from './lease.ts';

/** A lease that the scheduler wants to grant; the token is fresh and random, 64 ASCII characters at most. */
export interface LeaseRequest {
  readonly taskId: number;
  readonly machineId: number;
  readonly frames: FrameRange;
  readonly token: string;
}

export interface GrantLeasesInput {
  /** Of the leadership that decided. */
  readonly generation: number;
  readonly leases: readonly LeaseRequest[];
  /** Milliseconds since 1970 UTC, as is `expiresAtMs`. */
  readonly nowMs: number;
  readonly expiresAtMs: number;
}

/**
 * Writes leases, their attempts and their frames' state in one transaction; only then may they be sent. A
 * lease whose task has left the queue or is paused, whose machine was removed or disabled, or of whose frames
 * one is no longer pending, is not granted; the others are.
 *
 * @returns the granted leases, by task
 * @throws 'leadership-lost' when another RenderAPI leads by now; nothing is granted then
 */
export async function grantLeases(database: Database, input: GrantLeasesInput): Promise<LiveLease[]> {
  // Everybody locks tasks in this order.
  const requests = [...input.leases].sort((a, b) => a.taskId - b.taskId);
  return database.transaction(async (trx) => {
    await refuseFormerLeader(trx, input.generation);
    const granted: LiveLease[] = [];
    for (const request of requests) {
      const lease = await grantLease(trx, input, request);
      if (lease !== undefined) granted.push(lease);
    }
    return granted;
  });
}

async function grantLease(
  trx: Executor,
  { generation, nowMs, expiresAtMs }: GrantLeasesInput,
  { taskId, machineId, frames, token }: LeaseRequest,
): Promise<LiveLease | undefined> {
  const task = await lockTask(trx, taskId);
  const isWaiting = task?.isQueued === true && (task.state === 'queued' || task.state === 'running');
  if (!isWaiting || !(await isMachineEnabled(trx, machineId))) return undefined;
  if (!(await areAllPending(trx, taskId, frames))) return undefined;
  const range = {
    task_id: taskId,
    machine_id: machineId,
    first_frame: frames.first,
    last_frame: frames.last,
  };
  const grantedAt = toStoredTime(nowMs);
  const { insertId } = await trx
    .insertInto('leases')
    .values({ ...range, token, generation, granted_at: grantedAt, expires_at: toStoredTime(expiresAtMs) })
    .executeTakeFirstOrThrow();
  const leaseId = Number(insertId);
  await trx
    .insertInto('attempts')
    .values({ attempt_id: leaseId, ...range, granted_at: grantedAt })
    .execute();
  await trx
    .updateTable('frames')
    .set({ state: nextFrameState('pending', 'lease'), lease_id: leaseId })
    .where('task_id', '=', taskId)
    .where('frame', '>=', frames.first)
    .where('frame', '<=', frames.last)
    .execute();
  return {
    leaseId,
    taskId,
    machineId,
    firstFrame: frames.first,
    lastFrame: frames.last,
    token,
    generation,
    state: 'offered',
    grantedAtMs: Math.trunc(nowMs),
    expiresAtMs: Math.trunc(expiresAtMs),
    isDuplicate: false,
    remaining: [frames],
    attemptsOfTaskOnMachine: await countAttempts(trx, taskId, machineId),
  };
}

async function isMachineEnabled(trx: Executor, machineId: number): Promise<boolean> {
  const machine = await trx
    .selectFrom('machines')
    .select('is_enabled')
    .where('machine_id', '=', machineId)
    .executeTakeFirst();
  return machine !== undefined && machine.is_enabled !== 0;
}

async function areAllPending(trx: Executor, taskId: number, frames: FrameRange): Promise<boolean> {
  const { count } = await trx
    .selectFrom('frames')
    .select((of) => of.fn.countAll<number>().as('count'))
    .where('task_id', '=', taskId)
    .where('state', '=', 'pending')
    .where('frame', '>=', frames.first)
    .where('frame', '<=', frames.last)
    .executeTakeFirstOrThrow();
  return count === frames.last - frames.first + 1;
}

async function countAttempts(trx: Executor, taskId: number, machineId: number): Promise<number> {
  const { count } = await trx
    .selectFrom('attempts')
    .select((of) => of.fn.countAll<number>().as('count'))
    .where('task_id', '=', taskId)
    .where('machine_id', '=', machineId)
    .executeTakeFirstOrThrow();
  return count;
}
