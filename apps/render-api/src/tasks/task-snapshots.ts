import type { AttemptView, TaskProgressView, TaskSnapshot, TaskView } from '@renderonline/contract';
import {
  listAttempts,
  listMachines,
  type Attempt,
  type Database,
  type Machine,
  type TaskDetails,
} from '@renderonline/database';
import { isTaskEnded } from '@renderonline/domain';
import type { Scheduler } from '../scheduling/scheduler.ts';

export interface SnapshotDependencies {
  readonly database: Database;
  readonly scheduler: Pick<Scheduler, 'progressOf' | 'waitingReasonOf'>;
}

type MachineLabel = TaskSnapshot['machine'];

/** Tasks as they are now: what the database holds, and what only the scheduler knows of running ones. */
export async function snapshotsOf(
  { database, scheduler }: SnapshotDependencies,
  tasks: readonly TaskDetails[],
): Promise<TaskSnapshot[]> {
  const isAnyPlaced = tasks.some(({ task }) => task.machineId !== null);
  const machines = isAnyPlaced ? await listMachines(database.db) : [];
  return tasks.map((details) => snapshotOf(scheduler, details, machines));
}

/** Everything about one task, with its attempts. */
export async function viewOf(dependencies: SnapshotDependencies, details: TaskDetails): Promise<TaskView> {
  const { database, scheduler } = dependencies;
  const machines = await listMachines(database.db);
  const attempts = await listAttempts(database.db, { taskId: details.task.taskId });
  return {
    ...snapshotOf(scheduler, details, machines),
    isQueued: details.isQueued,
    fileSize: details.render.fileSize,
    arguments: { ...details.render.argumentValues },
    command: details.render.arguments,
    frames: details.frames,
    attempts: attempts.map((attempt) => attemptView(attempt, machines)),
  };
}

function snapshotOf(
  scheduler: SnapshotDependencies['scheduler'],
  { task, render, engine, frames }: TaskDetails,
  machines: readonly Machine[],
): TaskSnapshot {
  const isEnded = isTaskEnded(task.state);
  const counted: TaskProgressView = {
    framesDone: frames.done,
    framesTotal: frames.pending + frames.leased + frames.done + frames.failed,
    currentFrame: null,
    frameFraction: null,
    framesPerSecond: null,
    etaMs: null,
  };
  return {
    taskId: task.taskId,
    state: task.state,
    engine: engine.name,
    fileName: render.fileName,
    priority: task.priority,
    queuedAt: timeText(task.queuedAtMs ?? 0),
    startedAt: task.startedAtMs === null ? null : timeText(task.startedAtMs),
    endedAt: task.endedAtMs === null ? null : timeText(task.endedAtMs),
    machine: machineLabel(task.machineId, machines),
    failureReason: task.failureReason,
    waitingReason: task.state === 'queued' ? (scheduler.waitingReasonOf(task.taskId) ?? null) : null,
    progress: isEnded ? counted : (scheduler.progressOf(task.taskId) ?? counted),
  };
}

function attemptView(attempt: Attempt, machines: readonly Machine[]): AttemptView {
  return {
    attemptId: attempt.attemptId,
    machine: machineLabel(attempt.machineId, machines),
    firstFrame: attempt.firstFrame,
    lastFrame: attempt.lastFrame,
    grantedAt: timeText(attempt.grantedAtMs),
    startedAt: attempt.startedAtMs === null ? null : timeText(attempt.startedAtMs),
    endedAt: attempt.endedAtMs === null ? null : timeText(attempt.endedAtMs),
    outcome: attempt.outcome,
    exitCode: attempt.exitCode,
    signal: attempt.signalName,
    message: attempt.message,
  };
}

function machineLabel(machineId: number | null, machines: readonly Machine[]): MachineLabel {
  if (machineId === null) return null;
  const machine = machines.find((candidate) => candidate.machineId === machineId);
  if (!machine) return { machineId, name: `machine ${machineId}` };
  return { machineId, name: machine.name === '' ? `${machine.ipAddress}:${machine.port}` : machine.name };
}

function timeText(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
