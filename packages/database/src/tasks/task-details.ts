import type { Executor } from '../database.ts';
import { engineFromRow, type Engine } from '../engines/engine.ts';
import { countFramesByState, noFrames, type FrameCounts } from '../frames/count-frames.ts';
import { renderColumns, renderFromRow, taskColumns, taskFromRow, type Render, type Task } from './task.ts';

/** A task with everything that is shown of it. */
export interface TaskDetails {
  readonly task: Task;
  readonly render: Render;
  readonly engine: Engine;
  readonly frames: FrameCounts;
  /** Whether it waits or renders: it has a row in `queue`. */
  readonly isQueued: boolean;
}

/** The query of {@link TaskDetails} without its conditions. */
export function selectTaskDetails(executor: Executor) {
  return executor
    .selectFrom('tasks')
    .innerJoin('renders', 'renders.render_id', 'tasks.render_id')
    .innerJoin('engines', 'engines.engine_id', 'renders.engine_id')
    .leftJoin('queue', 'queue.task_id', 'tasks.task_id')
    .select(taskColumns)
    .select(renderColumns)
    .select([
      'engines.name',
      'engines.extension',
      'engines.download_path',
      'engines.render_argument',
      'engines.adapter',
      'queue.queue_id',
    ]);
}

type DetailsRow = Awaited<ReturnType<ReturnType<typeof selectTaskDetails>['execute']>>[number];

/** Adds the frame counts to rows of {@link selectTaskDetails}, with one query for all of them. */
export async function detailsFromRows(
  executor: Executor,
  rows: readonly DetailsRow[],
): Promise<TaskDetails[]> {
  const counts = await countFramesByState(
    executor,
    rows.map((row) => row.task_id),
  );
  return rows.map((row) => ({
    task: taskFromRow(row),
    render: renderFromRow(row),
    engine: engineFromRow(row),
    frames: counts.get(row.task_id) ?? noFrames,
    isQueued: row.queue_id !== null,
  }));
}
