import type { WatchedTask } from '@renderonline/contract';
import { ApiError } from '../errors/api-error.ts';
import type { Connection } from '../requests/connection.ts';
import { openStream, type StreamOptions } from './open-stream.ts';
import { reconnecting, type ReconnectOptions } from './reconnecting.ts';

export type WatchOptions = StreamOptions & ReconnectOptions;

const finalStates: readonly string[] = ['succeeded', 'failed', 'canceled'];

/**
 * Snapshots of a task from now until it has ended, over RenderAPI's event stream. A broken stream is
 * opened again, and begins with the task as it is then.
 *
 * @throws ApiError when RenderAPI refuses (no such task, bad credentials), or is away for too long
 */
export async function* watchTask(
  connection: Connection,
  taskId: number,
  options: WatchOptions = {},
): AsyncGenerator<WatchedTask> {
  const path = `/renderapi/v2/tasks/${taskId}/events`;
  const events = reconnecting(
    (onActivity) => openStream(connection, { path }, { ...options, onActivity }),
    options,
  );
  for await (const { event, data } of events) {
    if (event === 'deleted') throw new ApiError(404, 'task-not-found', `Task ${taskId} was deleted.`);
    if (event !== 'snapshot') continue;
    const snapshot = JSON.parse(data) as WatchedTask;
    yield snapshot;
    if (finalStates.includes(snapshot.state)) return;
  }
}
