import { parseRanges, type FrameRange, type TaskRequirements, type TaskState } from '@renderonline/domain';
import type { Selectable } from 'kysely';
import type { Schema } from '../schema.ts';
import { fromStoredTime } from '../stored-times.ts';
import { taskOptionsFromRow } from './task-options.ts';

/** How a task is to be rendered, as its user asked. */
export interface TaskOptions {
  /** `sparse`: first, last, middle, then the gaps. */
  readonly order: 'ascending' | 'sparse';
  readonly requirements: TaskRequirements;
  /** How many machines may render it at once; null for no limit. */
  readonly maxMachines: number | null;
  /** Its other frames go on when one is given up. */
  readonly continuesOnFailure: boolean;
  /** Whether scripts that are embedded in the scene may run. */
  readonly allowsScripts: boolean;
}

/** One submission. Times are milliseconds since 1970 UTC. */
export interface Task extends TaskOptions {
  readonly taskId: number;
  readonly userId: number;
  readonly queuedAtMs: number | null;
  /** When its first attempt began to render. */
  readonly startedAtMs: number | null;
  readonly endedAtMs: number | null;
  readonly isRunning: boolean;
  readonly isSuccess: boolean;
  readonly renderId: number;
  /** Where it renders, or rendered last; null while it waits. */
  readonly machineId: number | null;
  readonly state: TaskState;
  /** Larger goes first; 50 unless somebody said otherwise. */
  readonly priority: number;
  readonly failureReason: string | null;
  /** Attempts that counted, and machines that were lost, so far. */
  readonly failedAttempts: number;
  readonly machineLosses: number;
  /** Bumped by every change that the scheduler did not make itself. */
  readonly revision: number;
  /** Of a step: the task whose outputs are its project; null where that is an uploaded file. */
  readonly inputTaskId: number | null;
  /** Which frames of that task; null for all. */
  readonly inputFrames: readonly FrameRange[] | null;
  /** When its results went by themselves; those of frames rendered since are there. */
  readonly resultsExpiredAtMs: number | null;
}

/** What a task renders: the uploaded project and its arguments. */
export interface Render {
  readonly renderId: number;
  readonly fileName: string;
  readonly filePath: string;
  /** Bytes. */
  readonly fileSize: number;
  /** The expanded command, for people; programs expand the template. */
  readonly arguments: string;
  readonly engineId: number;
  /** The engine's template when the task was submitted; null for tasks of 1.x, which have `arguments` alone. */
  readonly argumentTemplate: string | null;
  /** Name → value as submitted; null for tasks of 1.x. */
  readonly argumentValues: Readonly<Record<string, string>> | null;
  /** Of the project file, 64 hexadecimal digits; null until it was computed. */
  readonly fileSha256: string | null;
  /** The project that the file is the main one of; null for a file alone. It may be deleted since. */
  readonly projectId: number | null;
}

export const taskColumns = [
  'tasks.task_id',
  'tasks.user_id',
  'tasks.queue_time',
  'tasks.start_time',
  'tasks.end_time',
  'tasks.is_running',
  'tasks.is_success',
  'tasks.render_id',
  'tasks.machine_id',
  'tasks.state',
  'tasks.priority',
  'tasks.failure_reason',
  'tasks.failed_attempts',
  'tasks.machine_losses',
  'tasks.revision',
  'tasks.frame_order',
  'tasks.required_tags',
  'tasks.required_engine_version',
  'tasks.needs_gpu',
  'tasks.required_memory_mb',
  'tasks.max_machines',
  'tasks.continues_on_failure',
  'tasks.allows_scripts',
  'tasks.input_task_id',
  'tasks.input_frames',
  'tasks.results_expired_at',
] as const;

export const renderColumns = [
  'renders.file_name',
  'renders.file_path',
  'renders.file_size',
  'renders.arguments',
  'renders.engine_id',
  'renders.argument_template',
  'renders.argument_values',
  'renders.file_sha256',
  'renders.project_id',
] as const;

type TaskRow = Omit<Selectable<Schema['tasks']>, 'not_before' | 'ended_with_task_id'>;

export function taskFromRow(row: TaskRow): Task {
  return {
    taskId: row.task_id,
    userId: row.user_id,
    queuedAtMs: fromStoredTime(row.queue_time),
    startedAtMs: fromStoredTime(row.start_time),
    endedAtMs: fromStoredTime(row.end_time),
    isRunning: row.is_running !== 0,
    isSuccess: row.is_success !== 0,
    renderId: row.render_id,
    machineId: row.machine_id,
    state: taskStateFrom(row.state),
    priority: row.priority,
    failureReason: row.failure_reason,
    failedAttempts: row.failed_attempts,
    machineLosses: row.machine_losses,
    revision: row.revision,
    inputTaskId: row.input_task_id,
    inputFrames: row.input_frames === null ? null : parseRanges(row.input_frames),
    resultsExpiredAtMs: fromStoredTime(row.results_expired_at),
    ...taskOptionsFromRow(row),
  };
}

export function renderFromRow(row: Selectable<Schema['renders']>): Render {
  return {
    renderId: row.render_id,
    fileName: row.file_name,
    filePath: row.file_path,
    fileSize: row.file_size,
    arguments: row.arguments,
    engineId: row.engine_id,
    argumentTemplate: row.argument_template,
    // Only enqueueTask writes it, from a record of texts.
    argumentValues:
      row.argument_values === null ? null : (JSON.parse(row.argument_values) as Record<string, string>),
    fileSha256: row.file_sha256,
    projectId: row.project_id,
  };
}

/** The column holds only what `domain`'s transitions put there. */
export function taskStateFrom(text: string): TaskState {
  return text as TaskState;
}
