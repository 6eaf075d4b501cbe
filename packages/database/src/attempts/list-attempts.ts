import type { AttemptOutcomeKind } from '@renderonline/domain';
import type { Executor } from '../database.ts';
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
}

/**
 * More than a task can have that fails or loses machines; only machines that decline it again and again, for
 * days, make more.
 */
const newestAtMost = 1000;

/** The newest 1,000 attempts of a task, in the order in which they were granted. */
export async function listAttempts(
  executor: Executor,
  input: { readonly taskId: number },
): Promise<Attempt[]> {
  const rows = await executor
    .selectFrom('attempts')
    .selectAll()
    .where('task_id', '=', input.taskId)
    .orderBy('attempt_id', 'desc')
    .limit(newestAtMost)
    .execute();
  return rows.reverse().map((row) => ({
    attemptId: row.attempt_id,
    taskId: row.task_id,
    machineId: row.machine_id,
    firstFrame: row.first_frame,
    lastFrame: row.last_frame,
    grantedAtMs: fromRequiredStoredTime(row.granted_at),
    startedAtMs: fromStoredTime(row.started_at),
    endedAtMs: fromStoredTime(row.ended_at),
    // Only recordAttemptEnd and endLeasesOfTask write it.
    outcome: row.outcome as AttemptOutcomeKind | null,
    exitCode: row.exit_code,
    signalName: row.signal_name,
    message: row.message,
    logPath: row.log_path,
  }));
}
