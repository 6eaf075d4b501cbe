import type { AttemptView, TaskView } from '@renderonline/contract';
import { listAttempts, type Attempt, type Database, type TaskDetails } from '@renderonline/database';
import { machineLabelsOf, type MachineLabels } from './machine-labels.ts';
import type { SnapshotDependencies } from './task-snapshots.ts';
import { nullableTimeText, timeText } from './time-text.ts';
import { watchedTaskOf } from './watched-tasks.ts';

/** Everything about one task, with its attempts. */
export async function viewOf(dependencies: SnapshotDependencies, details: TaskDetails): Promise<TaskView> {
  const { task, render, frames } = details;
  const { order, maxMachines, requirements, continuesOnFailure, allowsScripts } = task;
  return {
    ...(await watchedTaskOf(dependencies, details)),
    isQueued: details.isQueued,
    arguments: { ...render.argumentValues },
    command: render.arguments,
    order,
    maxMachines,
    requirements: { ...requirements, tags: [...requirements.tags] },
    continuesOnFailure,
    allowsScripts,
    frames,
    attempts: await attemptsOf(dependencies.database, task.taskId),
  };
}

/** The newest 1,000 attempts of a task, oldest first. */
export async function attemptsOf(database: Database, taskId: number): Promise<AttemptView[]> {
  const attempts = await listAttempts(database.db, { taskId });
  const labels = await machineLabelsOf(
    database,
    attempts.map(({ machineId }) => machineId),
  );
  return attempts.map((attempt) => attemptView(attempt, labels));
}

function attemptView(attempt: Attempt, labels: MachineLabels): AttemptView {
  return {
    attemptId: attempt.attemptId,
    machine: labels(attempt.machineId),
    firstFrame: attempt.firstFrame,
    lastFrame: attempt.lastFrame,
    grantedAt: timeText(attempt.grantedAtMs),
    startedAt: nullableTimeText(attempt.startedAtMs),
    endedAt: nullableTimeText(attempt.endedAtMs),
    outcome: attempt.outcome,
    exitCode: attempt.exitCode,
    signal: attempt.signalName,
    message: attempt.message,
    cause: attempt.cause,
    failedFrame: attempt.failedFrame,
    isDuplicate: attempt.isDuplicate,
    logTail: attempt.logTail,
  };
}
