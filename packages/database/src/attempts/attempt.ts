import type { AttemptOutcomeKind, FailureCause } from '@renderonline/domain';
import type { Selectable } from 'kysely';
import type { Schema } from '../schema.ts';
import { fromRequiredStoredTime, fromStoredTime } from '../stored-times.ts';

/** The record of one lease. Times are milliseconds since 1970 UTC. */
export interface Attempt {
  /** The id of its lease. */
  readonly attemptId: number;
  readonly taskId: number;
  /** null when the machine was removed since. */
  readonly machineId: number | null;
  readonly firstFrame: number;
  readonly lastFrame: number;
  readonly grantedAtMs: number;
  readonly startedAtMs: number | null;
  readonly endedAtMs: number | null;
  /** null while its lease lives. */
  readonly outcome: AttemptOutcomeKind | null;
  readonly exitCode: number | null;
  readonly signalName: string | null;
  readonly message: string | null;
  readonly logPath: string | null;
  /** null when nothing failed, and for attempts of earlier versions. */
  readonly cause: FailureCause | null;
  /** The frame that it failed at. */
  readonly failedFrame: number | null;
  /** The end of what the renderer said, 8 KiB at most. */
  readonly logTail: string | null;
  /** A copy of frames that another attempt had. */
  readonly isDuplicate: boolean;
}

export function attemptFromRow(row: Selectable<Schema['attempts']>): Attempt {
  return {
    attemptId: row.attempt_id,
    taskId: row.task_id,
    machineId: row.machine_id,
    firstFrame: row.first_frame,
    lastFrame: row.last_frame,
    grantedAtMs: fromRequiredStoredTime(row.granted_at),
    startedAtMs: fromStoredTime(row.started_at),
    endedAtMs: fromStoredTime(row.ended_at),
    // The two columns hold only what domain's outcomes and causes put there.
    outcome: row.outcome as AttemptOutcomeKind | null,
    exitCode: row.exit_code,
    signalName: row.signal_name,
    message: row.message,
    logPath: row.log_path,
    cause: row.cause as FailureCause | null,
    failedFrame: row.failed_frame,
    logTail: row.log_tail,
    isDuplicate: row.is_duplicate !== 0,
  };
}
