import type { FrameRange, TaskState } from '@renderonline/domain';
import type { Executor } from '../database.ts';
import { engineFromRow, type Engine } from '../engines/engine.ts';
import { pendingRangesOfQueue } from '../frames/pending-ranges.ts';
import { fromStoredTime } from '../stored-times.ts';
import { renderColumns, renderFromRow, taskColumns, taskFromRow, type Render } from './task.ts';

/** A task with frames to give out, and everything that giving them out needs. */
export interface WaitingTaskRow {
  readonly taskId: number;
  readonly userId: number;
  readonly state: TaskState;
  readonly priority: number;
  /** Milliseconds since 1970 UTC; 0 when the row has none. */
  readonly queuedAtMs: number;
  /** Milliseconds since 1970 UTC before which no frame is to be given out; 0 when it may be now. */
  readonly notBeforeMs: number;
  readonly failedAttempts: number;
  readonly machineLosses: number;
  /** Sorted. */
  readonly pending: readonly FrameRange[];
  /** Machines on which an attempt of this task failed. A machine that was lost did nothing wrong. */
  readonly avoidMachineIds: ReadonlySet<number>;
  readonly engine: Engine;
  readonly render: Render;
}

const badOutcomes = ['failed', 'crashed', 'could-not-start', 'timed-out'];

/** Every task in the queue that is not paused and has pending frames, in the order of their ids. */
export async function listWaitingTasks(executor: Executor): Promise<WaitingTaskRow[]> {
  const rows = await executor
    .selectFrom('queue')
    .innerJoin('tasks', 'tasks.task_id', 'queue.task_id')
    .innerJoin('renders', 'renders.render_id', 'tasks.render_id')
    .innerJoin('engines', 'engines.engine_id', 'renders.engine_id')
    .select(taskColumns)
    .select('tasks.not_before')
    .select(renderColumns)
    .select([
      'engines.name',
      'engines.extension',
      'engines.download_path',
      'engines.render_argument',
      'engines.adapter',
    ])
    .where('tasks.state', 'in', ['queued', 'running'])
    .orderBy('tasks.task_id')
    .execute();
  if (rows.length === 0) return [];
  const pending = await pendingRangesOfQueue(executor);
  const avoided = await machinesToAvoid(executor);
  return rows.flatMap((row) => {
    const ranges = pending.get(row.task_id);
    if (ranges === undefined) return [];
    const { taskId, userId, state, priority, queuedAtMs } = taskFromRow(row);
    return {
      taskId,
      userId,
      state,
      priority,
      queuedAtMs: queuedAtMs ?? 0,
      notBeforeMs: fromStoredTime(row.not_before) ?? 0,
      failedAttempts: row.failed_attempts,
      machineLosses: row.machine_losses,
      pending: ranges,
      avoidMachineIds: avoided.get(row.task_id) ?? new Set<number>(),
      engine: engineFromRow(row),
      render: renderFromRow(row),
    };
  });
}

async function machinesToAvoid(executor: Executor): Promise<Map<number, Set<number>>> {
  const rows = await executor
    .selectFrom('queue')
    .innerJoin('attempts', 'attempts.task_id', 'queue.task_id')
    .select(['attempts.task_id', 'attempts.machine_id'])
    .distinct()
    .where('attempts.outcome', 'in', badOutcomes)
    .where('attempts.machine_id', 'is not', null)
    .execute();
  const avoided = new Map<number, Set<number>>();
  for (const { task_id: taskId, machine_id: machineId } of rows) {
    if (machineId === null) continue;
    const ofTask = avoided.get(taskId) ?? new Set<number>();
    avoided.set(taskId, ofTask.add(machineId));
  }
  return avoided;
}
