import {
  countFrames,
  domainError,
  framesIn,
  rangesOf,
  valuesForFrames,
  type FrameRange,
} from '@renderonline/domain';
import type { Database, Executor } from '../database.ts';
import { lockTaskOfPerson, reopenTask } from '../tasks/reopen-task.ts';
import { insertFrames } from './insert-frames.ts';

/**
 * Adds frames to a task, those that it has already left out, and widens its `start_frame` and `end_frame` to
 * hold them all. A task that has ended goes back into the queue for them.
 *
 * @param input.frames ranges that do not overlap
 * @returns how many frames are new
 * @throws 'task-not-found', 'value-invalid' for a task without frames, 'queue-limit-reached'
 */
export async function addFrames(
  database: Database,
  input: { readonly taskId: number; readonly frames: readonly FrameRange[] },
): Promise<number> {
  const { taskId, frames } = input;
  return database.transaction(async (trx) => {
    const task = await lockTaskOfPerson(trx, taskId);
    const values = await argumentValuesOf(trx, taskId);
    const added = rangesOf(await missingFrames(trx, taskId, frames));
    const count = countFrames(added);
    if (count === 0) return 0;
    await insertFrames(trx, { taskId, frames: added });
    await widen(trx, taskId, values);
    await reopenTask(trx, task);
    return count;
  });
}

interface ArgumentValues {
  readonly renderId: number;
  readonly values: ReadonlyMap<string, string>;
}

async function argumentValuesOf(trx: Executor, taskId: number): Promise<ArgumentValues> {
  const render = await trx
    .selectFrom('tasks')
    .innerJoin('renders', 'renders.render_id', 'tasks.render_id')
    .select(['renders.render_id', 'renders.argument_values'])
    .where('tasks.task_id', '=', taskId)
    .executeTakeFirstOrThrow();
  // Only enqueueTask and addFrames write it, from a record of texts.
  const values = new Map(
    Object.entries(JSON.parse(render.argument_values ?? '{}') as Record<string, string>),
  );
  if (valuesForFrames(values, { first: 0, last: 0 }) !== values)
    return { renderId: render.render_id, values };
  throw domainError(
    'value-invalid',
    `Task ${taskId} was submitted without start_frame and end_frame: no frames can be added to it. Submit it anew with both.`,
    { taskId },
  );
}

async function missingFrames(
  trx: Executor,
  taskId: number,
  frames: readonly FrameRange[],
): Promise<Set<number>> {
  const missing = new Set(framesIn(frames));
  for (const { first, last } of frames) {
    const rows = await trx
      .selectFrom('frames')
      .select('frame')
      .where('task_id', '=', taskId)
      .where('frame', '>=', first)
      .where('frame', '<=', last)
      .execute();
    for (const row of rows) missing.delete(row.frame);
  }
  return missing;
}

async function widen(trx: Executor, taskId: number, { renderId, values }: ArgumentValues): Promise<void> {
  const { first, last } = await trx
    .selectFrom('frames')
    .select((of) => [of.fn.min('frame').as('first'), of.fn.max('frame').as('last')])
    .where('task_id', '=', taskId)
    .executeTakeFirstOrThrow();
  const widened = Object.fromEntries(valuesForFrames(values, { first, last }));
  await trx
    .updateTable('renders')
    .set({ argument_values: JSON.stringify(widened) })
    .where('render_id', '=', renderId)
    .execute();
}
