import { findTask, type Database, type TaskDetails } from '@renderonline/database';
import { domainError } from '@renderonline/domain';
import type { FastifyRequest } from 'fastify';
import type { Scheduler } from '../../scheduling/scheduler.ts';
import { machineOf } from '../credentials/require-machine.ts';

export interface LeasedTaskDependencies {
  readonly database: Database;
  readonly scheduler: Pick<Scheduler, 'isLeader' | 'leasesOfMachine'>;
}

/**
 * The task that a machine asks about, while it holds a lease of it.
 *
 * @throws DomainError 'not-scheduling', 'lease-lost'
 */
export async function leasedTask(
  { database, scheduler }: LeasedTaskDependencies,
  request: FastifyRequest,
  taskId: number,
): Promise<TaskDetails> {
  requireLease(scheduler, request, taskId);
  const task = await findTask(database.db, { taskId });
  if (task === undefined) throw leaseLost(taskId, machineOf(request).machineId);
  return task;
}

/** Without a look into the database. @throws DomainError 'not-scheduling', 'lease-lost' */
export function requireLease(
  scheduler: LeasedTaskDependencies['scheduler'],
  request: FastifyRequest,
  taskId: number,
): void {
  if (!scheduler.isLeader()) {
    throw domainError('not-scheduling', 'This RenderAPI does not schedule at the moment.');
  }
  const { machineId } = machineOf(request);
  const holds = scheduler.leasesOfMachine(machineId).some((lease) => lease.taskId === taskId);
  if (!holds) throw leaseLost(taskId, machineId);
}

function leaseLost(taskId: number, machineId: number): Error {
  return domainError('lease-lost', `The machine holds no lease of task ${taskId}.`, { taskId, machineId });
}
