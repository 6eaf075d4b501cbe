import type { Executor } from '../database.ts';

/** What the frames of one engine have taken. */
export interface FrameTime {
  /** null: of a machine that was removed. */
  readonly machineId: number | null;
  readonly renderMs: number;
}

/** Which tasks are looked at: those of a project, of a user's file, or all of the engine. */
export type TasksLike = { readonly engineId: number } & (
  | { readonly projectId: number }
  | { readonly userId: number; readonly fileName: string }
  | { readonly userId?: never }
);

/** The newest tell most, and a few of each are enough. */
const newestTasks = 8;
const framesOfEach = 24;

/** What frames of the newest such tasks have taken, and where. */
export async function listFrameTimes(executor: Executor, like: TasksLike): Promise<FrameTime[]> {
  let tasks = executor
    .selectFrom('tasks as t')
    .innerJoin('renders as r', 'r.render_id', 't.render_id')
    .select('t.task_id')
    .where('r.engine_id', '=', like.engineId)
    .where('t.start_time', 'is not', null)
    .orderBy('t.task_id', 'desc')
    .limit(newestTasks);
  if ('projectId' in like) tasks = tasks.where('r.project_id', '=', like.projectId);
  else if ('fileName' in like) {
    tasks = tasks.where('t.user_id', '=', like.userId).where('r.file_name', '=', like.fileName);
  }
  const times: FrameTime[] = [];
  for (const { task_id: taskId } of await tasks.execute()) {
    const frames = await executor
      .selectFrom('frames as f')
      .leftJoin('attempts as a', 'a.attempt_id', 'f.attempt_id')
      .select(['f.render_ms', 'a.machine_id'])
      .where('f.task_id', '=', taskId)
      .where('f.state', '=', 'done')
      .where('f.render_ms', 'is not', null)
      .orderBy('f.frame', 'desc')
      .limit(framesOfEach)
      .execute();
    for (const { render_ms: renderMs, machine_id: machineId } of frames) {
      if (renderMs !== null) times.push({ machineId, renderMs });
    }
  }
  return times;
}
