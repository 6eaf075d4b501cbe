import type { FailureView, FindingView, WatchedTask } from '@renderonline/contract';
import {
  listFailedAttempts,
  listFindings,
  type Attempt,
  type Database,
  type TaskDetails,
} from '@renderonline/database';
import { failureCauses, isTaskEnded, readPhrases } from '@renderonline/domain';
import { machineLabelsOf } from './machine-labels.ts';
import { snapshotOfTask, type SnapshotDependencies } from './task-snapshots.ts';
import { timeText } from './time-text.ts';

/** What went wrong with a task so far. */
export type TaskTroubles = Pick<WatchedTask, 'failures' | 'findings'>;

const shownFailures = 5;
const shownFindings = 50;
/** Watchers are told of every change of progress; what went wrong is read anew this often. */
const troublesAgeMs = 1000;

/** One task for someone who looks at it alone. */
export async function watchedTaskOf(
  dependencies: SnapshotDependencies,
  details: TaskDetails,
): Promise<WatchedTask> {
  const snapshot = await snapshotOfTask(dependencies, details);
  return { ...snapshot, ...(await troublesOf(dependencies.database, details.task.taskId)) };
}

/**
 * Makes a reader of one task for a stream of snapshots, which does not ask the database what went wrong more
 * often than once a second, and always when the task has ended.
 */
export function createTaskReader(
  dependencies: SnapshotDependencies,
  nowMs: () => number = performance.now.bind(performance),
): (details: TaskDetails) => Promise<WatchedTask> {
  let troubles: TaskTroubles = { failures: [], findings: [] };
  let readAtMs = Number.NEGATIVE_INFINITY;
  return async (details) => {
    const snapshot = await snapshotOfTask(dependencies, details);
    if (isTaskEnded(details.task.state) || nowMs() - readAtMs >= troublesAgeMs) {
      readAtMs = nowMs();
      troubles = await troublesOf(dependencies.database, details.task.taskId);
    }
    return { ...snapshot, ...troubles };
  };
}

async function troublesOf(database: Database, taskId: number): Promise<TaskTroubles> {
  const failed = await listFailedAttempts(database.db, { taskId, limit: shownFailures });
  const findings = await findingsOf(database, taskId);
  const labels = await machineLabelsOf(
    database,
    failed.map(({ machineId }) => machineId),
  );
  return {
    failures: failed.map((attempt) => failureView(attempt, labels(attempt.machineId))),
    findings: findings.slice(0, shownFindings),
  };
}

/** What machines found wrong with a task's scene. */
export async function findingsOf(database: Database, taskId: number): Promise<FindingView[]> {
  const findings = await listFindings(database.db, { taskId });
  const labels = await machineLabelsOf(
    database,
    findings.map(({ machineId }) => machineId),
  );
  return findings.map(({ machineId, severity, code, message }) => ({
    machine: labels(machineId),
    severity,
    code,
    message,
    messagePhrases: [...readPhrases(message)],
  }));
}

function failureView(attempt: Attempt, machine: FailureView['machine']): FailureView {
  const facts = attempt.cause === null ? undefined : failureCauses[attempt.cause];
  return {
    attemptId: attempt.attemptId,
    machine,
    frame: attempt.failedFrame ?? (attempt.firstFrame === attempt.lastFrame ? attempt.firstFrame : null),
    endedAt: timeText(attempt.endedAtMs ?? attempt.grantedAtMs),
    outcome: attempt.outcome ?? 'failed',
    cause: attempt.cause,
    summary: facts?.summary ?? attempt.message ?? `The attempt ${attempt.outcome ?? 'failed'}.`,
    whatToDo: facts?.whatToDo ?? null,
    message: attempt.message,
    messagePhrases: [...readPhrases(attempt.message)],
  };
}
