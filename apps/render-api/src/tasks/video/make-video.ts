import type { VideoRequest, VideoResponse } from '@renderonline/contract';
import {
  enqueueTask,
  findTask,
  frameRangesByState,
  listEngines,
  listOutputsOfTask,
  type Database,
  type Engine,
  type TaskDetails,
  type User,
} from '@renderonline/database';
import { domainError, isTaskEnded, v1Refusals, type FrameRange } from '@renderonline/domain';
import type { RequestKey } from '../../idempotency/request-key.ts';
import type { Scheduler } from '../../scheduling/scheduler.ts';
import { reserveSteps, rowOfStep } from '../enqueue/reserved-steps.ts';
import { settlePlaces, type SettleDependencies } from '../enqueue/settle-places.ts';
import { checkStep, type CheckDependencies } from '../enqueue/submission-check.ts';
import { findOwnedTask } from '../owned-task.ts';
import { snapshotOfTask, type SnapshotDependencies } from '../task-snapshots.ts';

export type MakeVideoDependencies = CheckDependencies &
  SettleDependencies &
  SnapshotDependencies & {
    readonly scheduler: SnapshotDependencies['scheduler'] & Pick<Scheduler, 'wake'>;
    readonly nowMs: () => number;
  };

/** The engine of the preset that makes videos of frames. */
const engineName = 'ffmpeg-frames';
const codecs = { mp4: 'libx264', webm: 'libvpx-vp9' } as const;

/**
 * Adds a task that makes a video of another one's frames: of those that are done, when that one has ended or `now` is
 * wanted; otherwise of all of them, when it has succeeded.
 *
 * @throws DomainError 'task-not-found', 'video-engine-missing', 'step-input-missing' when no frame is done that it could
 *   take, 'too-many-steps', 'queue-limit-reached', 'idempotency-key-reused'
 */
export async function makeVideo(
  dependencies: MakeVideoDependencies,
  user: User,
  taskId: number,
  request: VideoRequest,
  key?: RequestKey,
): Promise<{ taskId: number }> {
  const { database, scheduler } = dependencies;
  await key?.asksFor(JSON.stringify(request));
  const { details } = await findOwnedTask(database, user, taskId);
  const waits = !isTaskEnded(details.task.state) && request.now !== true;
  const frames = waits ? null : await framesDone(database, taskId);
  const engine = await videoEngine(database);
  const step = await checkStep(dependencies, {
    engineId: engine.engineId,
    engineIdText: String(engine.engineId),
    arguments: argumentsOf(request),
    wishes: { priority: details.task.priority },
  });
  const place = { userId: user.userId, receivedAtMs: dependencies.nowMs(), fileName: nameOf(details) };
  const [reserved] = await reserveSteps([step], place);
  if (reserved === undefined) throw new Error('A step has a place.');
  const video = await settlePlaces(dependencies, [reserved.place], () =>
    enqueueTask(database, {
      userId: user.userId,
      queuedAtMs: reserved.place.queuedAtMs,
      ...rowOfStep(reserved),
      input: { taskId, frames },
      key: key?.row(),
    }),
  );
  scheduler.wake(video.taskId);
  return { taskId: video.taskId };
}

/**
 * The task that makes a video, as it is now.
 *
 * @throws DomainError 'task-not-found' when it was deleted since
 */
export async function shownVideo(
  dependencies: SnapshotDependencies & Pick<MakeVideoDependencies, 'database'>,
  { userId }: User,
  taskId: number,
): Promise<VideoResponse> {
  const made = await findTask(dependencies.database.db, { taskId, userId });
  if (made === undefined) throw v1Refusals.taskNotFound(taskId);
  return { taskId, task: await snapshotOfTask(dependencies, made) };
}

async function framesDone({ db }: Database, taskId: number): Promise<readonly FrameRange[]> {
  const { done } = await frameRangesByState(db, { taskId });
  const outputs = await listOutputsOfTask(db, { taskId, limit: 1 });
  if (done.length > 0 && outputs.length > 0) return done;
  throw domainError('step-input-missing', `Task ${taskId} has no frames yet that a video could be made of.`, {
    taskId,
  });
}

async function videoEngine({ db }: Database): Promise<Engine> {
  const engine = (await listEngines(db)).find(({ name }) => name.toLowerCase() === engineName);
  if (engine !== undefined) return engine;
  throw domainError('video-engine-missing', `This farm has no engine called ${engineName}.`);
}

function argumentsOf({ format = 'mp4', framesPerSecond = 24, quality = 20 }: VideoRequest) {
  const values = {
    frame_rate: String(Math.round(framesPerSecond * 1000) / 1000),
    video_codec: codecs[format],
    video_quality: String(quality),
    video_extension: `.${format}`,
  };
  return Object.entries(values).map(([argtypeId, value]) => ({ argtypeId, value }));
}

/** What people see as the file of the video's task. */
function nameOf({ render, task }: TaskDetails): string {
  return render.fileName === '' ? `task ${task.taskId}` : render.fileName;
}
