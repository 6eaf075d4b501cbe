import type { TaskLinks, TaskProgressView, TaskSnapshot } from '@renderonline/contract';
import { listNewestOutputs, listUserNames, type Database, type TaskDetails } from '@renderonline/database';
import { isTaskEnded, readPhrases } from '@renderonline/domain';
import type { Scheduler } from '../scheduling/scheduler.ts';
import type { RunningProgress } from '../scheduling/tasks/running-progress.ts';
import { machineLabelsOf, type MachineLabels } from './machine-labels.ts';
import { taskLinksOf } from './task-links.ts';
import { nullableTimeText, timeText } from './time-text.ts';

export interface SnapshotDependencies {
  readonly database: Database;
  readonly scheduler: Pick<Scheduler, 'progressOf' | 'waitingReasonOf'>;
}

/** Tasks as they are now: what the database holds, and what only the scheduler knows of running ones. */
export async function snapshotsOf(
  { database, scheduler }: SnapshotDependencies,
  tasks: readonly TaskDetails[],
): Promise<TaskSnapshot[]> {
  const labels = await machineLabelsOf(
    database,
    tasks.map(({ task }) => task.machineId),
  );
  const linksOf = await taskLinksOf(database, tasks);
  const posters = await postersOf(database, tasks);
  const owners = await ownersOf(database, tasks);
  return tasks.map((details) => ({
    ...snapshotOf(scheduler, details, labels, linksOf(details)),
    owner: owners(details.task.userId),
    poster: posters.get(details.task.taskId) ?? null,
  }));
}

async function postersOf(database: Database, tasks: readonly TaskDetails[]): Promise<Map<number, string>> {
  const taskIds = tasks.map(({ task }) => task.taskId);
  const newest = await listNewestOutputs(database.db, { taskIds });
  return new Map(newest.map(({ taskId, name }) => [taskId, name]));
}

async function ownersOf(
  database: Database,
  tasks: readonly TaskDetails[],
): Promise<(userId: number) => TaskSnapshot['owner']> {
  const userIds = [...new Set(tasks.map(({ task }) => task.userId))];
  const users = await listUserNames(database.db, { userIds });
  const names = new Map(users.map((user) => [user.userId, `${user.firstName} ${user.lastName}`.trim()]));
  return (userId) => ({ userId, name: names.get(userId) ?? `user ${userId}` });
}

/** One task as it is now. */
export async function snapshotOfTask(
  dependencies: SnapshotDependencies,
  details: TaskDetails,
): Promise<TaskSnapshot> {
  const [snapshot] = await snapshotsOf(dependencies, [details]);
  if (snapshot === undefined) throw new Error('A task has one snapshot.');
  return snapshot;
}

function snapshotOf(
  scheduler: SnapshotDependencies['scheduler'],
  { task, render, engine, frames }: TaskDetails,
  labels: MachineLabels,
  links: TaskLinks,
): Omit<TaskSnapshot, 'owner' | 'poster'> {
  const running = isTaskEnded(task.state) ? undefined : scheduler.progressOf(task.taskId);
  const machines = (running?.machines ?? []).map(({ machineId, name }) => ({ machineId, name }));
  const waitingReason = task.state === 'queued' ? (scheduler.waitingReasonOf(task.taskId) ?? null) : null;
  return {
    taskId: task.taskId,
    state: task.state,
    engine: engine.name,
    fileName: render.fileName,
    fileSize: render.fileSize,
    priority: task.priority,
    queuedAt: timeText(task.queuedAtMs ?? 0),
    startedAt: nullableTimeText(task.startedAtMs),
    endedAt: nullableTimeText(task.endedAtMs),
    resultsExpiredAt: nullableTimeText(task.resultsExpiredAtMs),
    machine: labels(task.machineId) ?? machines[0] ?? null,
    machines,
    failureReason: task.failureReason,
    failurePhrases: [...readPhrases(task.failureReason)],
    waitingReason,
    waitingPhrases: [...readPhrases(waitingReason)],
    progress: running === undefined ? countedProgress(frames) : runningProgress(running),
    ...links,
  };
}

/** What the database alone knows. */
function countedProgress(frames: TaskDetails['frames']): TaskProgressView {
  return {
    framesDone: frames.done,
    framesTotal: frames.pending + frames.leased + frames.done + frames.failed,
    framesRunning: 0,
    framesFailed: frames.failed,
    currentFrame: null,
    frameFraction: null,
    framesPerSecond: null,
    etaMs: null,
    etaRangeMs: null,
    currentFrames: [],
  };
}

function runningProgress(running: RunningProgress): TaskProgressView {
  const { etaRangeMs } = running;
  return {
    framesDone: running.framesDone,
    framesTotal: running.framesTotal,
    framesRunning: running.framesRunning,
    framesFailed: running.framesFailed,
    currentFrame: running.currentFrame,
    frameFraction: running.frameFraction,
    framesPerSecond: running.framesPerSecond,
    etaMs: running.etaMs === null ? null : Math.round(running.etaMs),
    etaRangeMs: etaRangeMs && { low: Math.round(etaRangeMs.low), high: Math.round(etaRangeMs.high) },
    currentFrames: running.currentFrames.map(currentFrameView),
  };
}

/** A frame that is being rendered, for the wire. */
export function currentFrameView(
  current: RunningProgress['currentFrames'][number],
): TaskProgressView['currentFrames'][number] {
  const { frame, machineId, leaseId, fraction, startedAtMs } = current;
  return { frame, machineId, leaseId, fraction, startedAt: nullableTimeText(startedAtMs) };
}
