import type { TaskState } from '@renderonline/domain';
import type { Selectable } from 'kysely';
import type { Schema } from '../schema.ts';
import { fromStoredTime } from '../stored-times.ts';

/** One submission. Times are milliseconds since 1970 UTC. */
export interface Task {
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
] as const;

export const renderColumns = [
  'renders.file_name',
  'renders.file_path',
  'renders.file_size',
  'renders.arguments',
  'renders.engine_id',
  'renders.argument_template',
  'renders.argument_values',
] as const;

type TaskRow = Omit<Selectable<Schema['tasks']>, 'failed_attempts' | 'machine_losses' | 'not_before'>;

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
  };
}

/** The column holds only what `domain`'s transitions put there. */
export function taskStateFrom(text: string): TaskState {
  return text as TaskState;
}
