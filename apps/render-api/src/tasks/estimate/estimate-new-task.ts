import type { TaskEstimateRequest, TaskEstimateView } from '@renderonline/contract';
import {
  findProject,
  listFrameTimes,
  type Database,
  type FrameTime,
  type TasksLike,
  type User,
} from '@renderonline/database';
import { countFrames, domainError, noRequirements } from '@renderonline/domain';
import type { Scheduler } from '../../scheduling/scheduler.ts';
import { checkArguments, engineOf } from '../enqueue/checked-arguments.ts';
import { submissionOf } from '../enqueue/submission-request.ts';

export interface EstimateDependencies {
  readonly database: Database;
  readonly scheduler: Pick<Scheduler, 'forecast'>;
  readonly maxFramesPerTask: number;
}

const usualPriority = 50;

/**
 * When a task would be ready, were it submitted now: by what frames of the same project or file, else of the engine, have
 * taken.
 *
 * @throws DomainError what a submission of these arguments would be refused with; 'project-not-found'
 */
export async function estimateNewTask(
  dependencies: EstimateDependencies,
  { userId }: User,
  request: TaskEstimateRequest,
): Promise<TaskEstimateView> {
  const { database, scheduler } = dependencies;
  const { projectId, fileName, ...asked } = request;
  const submission = submissionOf(asked);
  const engine = await engineOf(database, submission);
  const { frames } = await checkArguments(dependencies, engine, submission);
  const project = projectId === undefined ? undefined : await findProject(database.db, { projectId, userId });
  if (projectId !== undefined && project === undefined) {
    throw domainError('project-not-found', `You have no project with the identifier ${projectId}.`);
  }
  const { engineId } = engine;
  const { basis, times } = await timesOf(database, [
    ...(projectId === undefined ? [] : [{ engineId, projectId }]),
    ...(fileName === undefined ? [] : [{ engineId, userId, fileName }]),
    { engineId },
  ]);
  const forecast = scheduler.forecast({
    demand: {
      engineName: engine.name,
      // Of several files: machines of /hpc fetch none.
      transport: (project?.fileCount ?? 1) > 1 ? 'link' : 'any',
      requirements: { ...noRequirements, ...asked.requirements },
    },
    priority: asked.priority ?? usualPriority,
    frames: countFrames(frames),
    maxMachines: asked.maxMachines ?? null,
    measured: times.map(({ machineId, renderMs }) => ({ machineId, frameMs: renderMs })),
    isSameScene: basis === 'scene',
  });
  return {
    frames: countFrames(frames),
    etaMs: forecast?.etaMs ?? null,
    waitMs: forecast?.waitMs ?? null,
    machines: forecast?.machines ?? null,
    basis,
  };
}

/** Of the first kind of tasks of which any frame is done. */
async function timesOf(
  { db }: Database,
  kinds: readonly TasksLike[],
): Promise<{ basis: TaskEstimateView['basis']; times: readonly FrameTime[] }> {
  for (const [index, like] of kinds.entries()) {
    const times = await listFrameTimes(db, like);
    if (times.length > 0) return { basis: index === kinds.length - 1 ? 'engine' : 'scene', times };
  }
  return { basis: null, times: [] };
}
