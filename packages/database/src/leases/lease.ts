import type { FrameRange } from '@renderonline/domain';
import type { Selectable } from 'kysely';
import type { Schema } from '../schema.ts';
import { fromRequiredStoredTime } from '../stored-times.ts';

/** A lease that somebody holds: its id with its token. */
export interface LeaseKey {
  readonly leaseId: number;
  readonly token: string;
}

/** Frames of a task in the hands of a machine. Times are milliseconds since 1970 UTC. */
export interface LiveLease {
  readonly leaseId: number;
  readonly taskId: number;
  readonly machineId: number;
  readonly firstFrame: number;
  readonly lastFrame: number;
  /** Fences every write of the lease's holder. */
  readonly token: string;
  /** Of the leadership under which it was granted. */
  readonly generation: number;
  /** `running` once its machine said that the render began. */
  readonly state: 'offered' | 'running';
  readonly grantedAtMs: number;
  readonly expiresAtMs: number;
  /** A copy of frames that another lease has. */
  readonly isDuplicate: boolean;
  /** Its frames that are not done yet. */
  readonly remaining: readonly FrameRange[];
  /** How often this task was given to this machine, this lease included. */
  readonly attemptsOfTaskOnMachine: number;
}

export const leaseColumns = [
  'leases.lease_id',
  'leases.task_id',
  'leases.machine_id',
  'leases.first_frame',
  'leases.last_frame',
  'leases.token',
  'leases.generation',
  'leases.state',
  'leases.granted_at',
  'leases.expires_at',
  'leases.is_duplicate',
] as const;

export function leaseFromRow(
  row: Selectable<Schema['leases']>,
  rest: Pick<LiveLease, 'remaining' | 'attemptsOfTaskOnMachine'>,
): LiveLease {
  return {
    leaseId: row.lease_id,
    taskId: row.task_id,
    machineId: row.machine_id,
    firstFrame: row.first_frame,
    lastFrame: row.last_frame,
    token: row.token,
    generation: row.generation,
    state: row.state === 'running' ? 'running' : 'offered',
    grantedAtMs: fromRequiredStoredTime(row.granted_at),
    expiresAtMs: fromRequiredStoredTime(row.expires_at),
    isDuplicate: row.is_duplicate !== 0,
    ...rest,
  };
}
