import { templateTakesFrames, type AwaitedTask, type FarmTask } from '@renderonline/domain';
import type { FarmTaskRow } from '@renderonline/database';
import { outputDirectoryOf } from '@renderonline/storage';
import type { LeaseTask } from '../../machines/machine-transport.ts';
import type { FarmClock } from '../farm-clock.ts';
import { templateOf } from '../leases/lease-command.ts';

/** A task as its leases need it. */
export interface KnownTask {
  readonly task: LeaseTask;
  /** The command as a 1.x program wrote it; for people where there is a template. */
  readonly line: string;
  readonly outputDirectory: string;
  readonly userId: number;
  readonly engineId: number;
  /** What it waited for when its row was read. */
  readonly awaited: readonly AwaitedTask[];
  /** Of the row that was read last. */
  readonly revision: number;
}

/** The tasks in the queue, by id. */
export interface TaskBook {
  /** @returns the task as the farm takes it */
  put(row: FarmTaskRow): FarmTask;
  get(taskId: number): KnownTask | undefined;
  remove(taskId: number): void;
  ids(): Iterable<number>;
}

/** @param farmAllowsScripts whether scripts of a scene may run at all */
export function createTaskBook(farmClock: FarmClock, farmAllowsScripts: boolean): TaskBook {
  const tasks = new Map<number, KnownTask>();
  return {
    put(row) {
      const known = tasks.get(row.taskId)?.task;
      const task = leaseTaskOf(row, farmAllowsScripts);
      tasks.set(row.taskId, {
        // The same object as long as nothing of it changes: what machines are told of a task is kept by it.
        task: known !== undefined && JSON.stringify(known) === JSON.stringify(task) ? known : task,
        line: row.render.arguments,
        outputDirectory: outputDirectoryOf(row.render.filePath),
        userId: row.userId,
        engineId: row.engine.engineId,
        awaited: row.awaited,
        revision: row.revision,
      });
      return farmTaskOf(row, farmClock);
    },
    get: (taskId) => tasks.get(taskId),
    remove: (taskId) => void tasks.delete(taskId),
    ids: () => tasks.keys(),
  };
}

function leaseTaskOf({ taskId, engine, render, ...row }: FarmTaskRow, farmAllowsScripts: boolean): LeaseTask {
  return {
    taskId,
    engineName: engine.name,
    adapter: engine.adapter,
    engineVersion: row.requirements.engineVersion,
    argumentTemplate: render.argumentTemplate,
    argumentValues: render.argumentValues ?? {},
    allowsScripts: row.allowsScripts && farmAllowsScripts,
    renderId: render.renderId,
    fileName: render.fileName,
    filePath: render.filePath,
    fileSize: render.fileSize,
    fileSha256: render.fileSha256,
    manifest: manifestOf(row),
    input: row.inputTaskId === null ? null : { taskId: row.inputTaskId, frames: row.inputFrames },
  };
}

function farmTaskOf(row: FarmTaskRow, farmClock: FarmClock): FarmTask {
  const { taskId, userId, userWeight, priority, queuedAtMs, notBeforeMs, pending, order, requirements } = row;
  return {
    taskId,
    userId,
    userWeight,
    engineName: row.engine.name,
    adapter: row.engine.adapter,
    priority,
    queuedAtMs,
    isPaused: row.state === 'paused',
    notBeforeMs: notBeforeMs === 0 ? 0 : farmClock.fromEpochMs(notBeforeMs),
    awaited: row.awaited,
    pending,
    framesDone: row.framesDone,
    framesFailed: row.framesFailed,
    order,
    requirements,
    maxMachines: row.maxMachines,
    continuesOnFailure: row.continuesOnFailure,
    takesFrames: takesFrames(row),
    transport: transportOf(row),
    failures: row.failures,
    machineLosses: row.machineLosses,
  };
}

/** Told to machines of projects of several files; a single one is what every task has beside it. */
function manifestOf({ project }: Pick<FarmTaskRow, 'project'>): LeaseTask['manifest'] {
  if (project === null || project.fileCount === 1) return null;
  const { manifestSha256: sha256, fileCount, totalBytes, mainPath } = project;
  return { sha256, fileCount, totalBytes, mainPath };
}

function transportOf(row: FarmTaskRow): FarmTask['transport'] {
  // A machine on a link expands the template itself, and a 1.x row has none.
  if (row.render.argumentTemplate === null) return 'hpc';
  // Only a machine on a link fetches more than the one file that lies in the task's folder.
  return row.inputTaskId === null && manifestOf(row) === null ? 'any' : 'link';
}

/** A template that cannot be read is reported when its first lease is sent. */
function takesFrames({ render: { argumentTemplate, argumentValues } }: FarmTaskRow): boolean {
  if (argumentTemplate === null) return false;
  try {
    return templateTakesFrames(templateOf(argumentTemplate, new Map(Object.entries(argumentValues ?? {}))));
  } catch {
    return false;
  }
}
