import type { AwaitedTask, FrameRange, TaskState } from '@renderonline/domain';
import type { Executor } from '../database.ts';
import { idsIn } from '../bulk/bulk-table.ts';
import { awaitedTasks } from '../dependencies/awaited-tasks.ts';
import { engineFromRow, type Engine } from '../engines/engine.ts';
import { fromStoredTime } from '../stored-times.ts';
import {
  renderColumns,
  renderFromRow,
  taskColumns,
  taskFromRow,
  type Render,
  type TaskOptions,
} from '../tasks/task.ts';
import type { Project } from '../projects/project.ts';
import { countingAttempts } from './counting-attempts.ts';
import { frameSummaries } from './frame-summaries.ts';

/** A task in the queue as the scheduler needs it. Times are milliseconds since 1970 UTC. */
export interface FarmTaskRow extends TaskOptions {
  readonly taskId: number;
  readonly userId: number;
  /** Of the user's subscription: the share of the farm, compared with other users'. */
  readonly userWeight: number;
  /** Bumped by every change that the scheduler did not make itself. */
  readonly revision: number;
  readonly state: TaskState;
  readonly priority: number;
  /** 0 when the row has none. */
  readonly queuedAtMs: number;
  /** Before which no frame is to be given out; 0 when it may be now. */
  readonly notBeforeMs: number;
  /** What it waits for; empty when it has begun. */
  readonly awaited: readonly AwaitedTask[];
  /** Of a step: the task whose outputs are its project. */
  readonly inputTaskId: number | null;
  readonly inputFrames: readonly FrameRange[] | null;
  /** Sorted; empty when every frame is leased, done or failed. */
  readonly pending: readonly FrameRange[];
  readonly framesLeased: number;
  readonly framesDone: number;
  readonly framesFailed: number;
  /** Attempts that count, oldest first, but for those of frames that a person requeued since. */
  readonly failures: readonly { readonly frame: number; readonly machineId: number }[];
  readonly machineLosses: readonly { readonly frame: number }[];
  readonly engine: Engine;
  readonly render: Render;
  /** What it was made of; null for a file alone. */
  readonly project: Pick<Project, 'manifestSha256' | 'mainPath' | 'fileCount' | 'totalBytes'> | null;
}

/**
 * The tasks that wait, render or are paused, in the order of their ids.
 *
 * @param input.taskIds only these, as far as they are in the queue; all when absent
 */
export async function loadFarmTasks(
  executor: Executor,
  input: { readonly taskIds?: readonly number[] } = {},
): Promise<FarmTaskRow[]> {
  const rows = await selectQueue(executor, input.taskIds);
  if (rows.length === 0) return [];
  const taskIds = rows.map((row) => row.task_id);
  const frames = await frameSummaries(executor, taskIds);
  const attempts = await countingAttempts(executor, taskIds);
  const awaitedOf = await awaitedTasks(executor, taskIds);
  return rows.map((row) => {
    const { taskId, userId, state, priority, queuedAtMs, revision, ...rest } = taskFromRow(row);
    const { order, requirements, maxMachines, continuesOnFailure, allowsScripts } = rest;
    const { inputTaskId, inputFrames } = rest;
    return {
      taskId,
      userId,
      userWeight: row.weight,
      revision,
      state,
      priority,
      queuedAtMs: queuedAtMs ?? 0,
      notBeforeMs: fromStoredTime(row.not_before) ?? 0,
      order,
      requirements,
      maxMachines,
      continuesOnFailure,
      allowsScripts,
      awaited: awaitedOf(taskId),
      inputTaskId,
      inputFrames,
      ...frames(taskId),
      ...attempts(taskId),
      engine: engineFromRow(row),
      render: renderFromRow(row),
      project: projectOf(row),
    };
  });
}

type QueueRow = Awaited<ReturnType<typeof selectQueue>>[number];

function projectOf(row: QueueRow): FarmTaskRow['project'] {
  const { manifest_sha256: manifestSha256, main_path: mainPath, file_count: fileCount } = row;
  const { total_bytes: totalBytes } = row;
  if (manifestSha256 === null || mainPath === null || fileCount === null || totalBytes === null) return null;
  return { manifestSha256, mainPath, fileCount, totalBytes };
}

async function selectQueue(executor: Executor, taskIds: readonly number[] | undefined) {
  return executor
    .selectFrom('queue')
    .innerJoin('tasks', 'tasks.task_id', 'queue.task_id')
    .innerJoin('renders', 'renders.render_id', 'tasks.render_id')
    .innerJoin('engines', 'engines.engine_id', 'renders.engine_id')
    .innerJoin('users', 'users.user_id', 'tasks.user_id')
    .innerJoin('subscriptions', 'subscriptions.subscription_id', 'users.subscription_id')
    .select(taskColumns)
    .leftJoin('projects', 'projects.project_id', 'renders.project_id')
    .select(['tasks.not_before', 'subscriptions.weight'])
    .select(['projects.manifest_sha256', 'projects.main_path', 'projects.file_count', 'projects.total_bytes'])
    .select(renderColumns)
    .select([
      'engines.name',
      'engines.extension',
      'engines.download_path',
      'engines.render_argument',
      'engines.adapter',
    ])
    .where('tasks.state', 'in', ['queued', 'running', 'paused'])
    .$if(taskIds !== undefined, (query) =>
      query.where('tasks.task_id', 'in', idsIn<number>(executor, taskIds ?? [])),
    )
    .orderBy('tasks.task_id')
    .execute();
}
