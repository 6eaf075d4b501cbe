import type { TaskLinks } from '@renderonline/contract';
import { awaitedTasks, listSteps, type Database, type TaskDetails } from '@renderonline/database';
import { isTaskEnded } from '@renderonline/domain';

/** How these tasks hang together with others, in two queries for all of them. */
export async function taskLinksOf(
  { db }: Database,
  tasks: readonly TaskDetails[],
): Promise<(details: TaskDetails) => TaskLinks> {
  const open = tasks.filter(({ task }) => !isTaskEnded(task.state) && task.startedAtMs === null);
  const awaitedOf = await awaitedTasks(
    db,
    open.map(({ task }) => task.taskId),
  );
  const stepsOf = await listSteps(db, { taskIds: tasks.map(({ task }) => task.taskId) });
  return ({ task }) => ({
    waitingFor: awaitedOf(task.taskId)
      .filter(({ state }) => state !== 'succeeded')
      .map(({ taskId }) => taskId),
    parentTaskId: task.inputTaskId,
    steps: stepsOf(task.taskId).map(({ taskId, inputTaskId, engineName, state }) => ({
      taskId,
      parentTaskId: inputTaskId,
      engine: engineName,
      state,
    })),
  });
}
