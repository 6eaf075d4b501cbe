import type { VideoRequest } from '@renderonline/contract';
import { listEngines, type Database, type Engine, type User } from '@renderonline/database';
import { domainError } from '@renderonline/domain';
import type { RequestKey } from '../../idempotency/request-key.ts';
import { addStep, type AddStepDependencies } from '../steps/add-step.ts';

/** The engine of the preset that makes videos of frames. */
const engineName = 'ffmpeg-frames';
const codecs = { mp4: 'libx264', webm: 'libvpx-vp9' } as const;

/**
 * Adds a task that makes a video of another one's frames: the step of the engine that does so, with its arguments filled in.
 *
 * @throws DomainError 'video-engine-missing', and what `addStep` throws
 */
export async function makeVideo(
  dependencies: AddStepDependencies,
  user: User,
  taskId: number,
  request: VideoRequest,
  key?: RequestKey,
): Promise<{ taskId: number }> {
  await key?.asksFor(JSON.stringify(request));
  const { engineId } = await videoEngine(dependencies.database);
  const step = {
    engineId,
    engineIdText: String(engineId),
    arguments: argumentsOf(request),
    wishes: {},
  };
  return addStep(dependencies, user, taskId, { request: step, now: request.now }, key);
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
