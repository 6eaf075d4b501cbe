import {
  domainError,
  formatRanges,
  isTaskEnded,
  mergeRanges,
  nextFrameState,
  type FrameRange,
} from '@renderonline/domain';
import { sql, type RawBuilder } from 'kysely';
import type { Database, Executor } from '../database.ts';
import { forgetFrameWarnings, warnedFrames } from '../findings/frame-warnings.ts';
import { lockTaskOfPerson, reopenTask } from '../tasks/reopen-task.ts';
import { frameRangesByState } from './frame-ranges-by-state.ts';

/**
 * Asks for frames again: those that failed, or the done and failed ones of some ranges. Their outputs are
 * forgotten (files stay until they are rendered anew), and what they failed so far counts no more. A task
 * that has ended goes back into the queue; one that was canceled goes on with the asked frames that it had
 * not rendered, and with all others that it had not. Frames that wait or are rendered are left alone.
 *
 * @returns how many frames are to be rendered that were not before
 * @throws 'task-not-found', 'frame-not-found' when the task has no frame of a range, 'queue-limit-reached' for a task
 *   that has ended
 */
export async function requeueFrames(
  database: Database,
  input: { readonly taskId: number; readonly frames: readonly FrameRange[] | 'failed' },
): Promise<number> {
  const { taskId, frames } = input;
  return database.transaction(async (trx) => {
    const task = await lockTaskOfPerson(trx, taskId);
    const isEnded = isTaskEnded(task.state);
    let count = 0;
    if (frames !== 'failed') await refuseUnknown(trx, taskId, frames);
    for (const range of frames === 'failed' ? [undefined] : frames) {
      // A canceled task's waiting frames are to be rendered only from now on.
      if (isEnded && range !== undefined) count += await countPending(trx, taskId, range);
      count += await requeue(trx, taskId, range);
    }
    if (count === 0) return 0;
    await recount(trx, taskId);
    await reopenTask(trx, task);
    return count;
  });
}

/** A range may be wider than the task, but one without any frame of it is a slip. */
async function refuseUnknown(trx: Executor, taskId: number, frames: readonly FrameRange[]): Promise<void> {
  const unknown: FrameRange[] = [];
  for (const range of frames) if (!(await hasFrameIn(trx, taskId, range))) unknown.push(range);
  if (unknown.length === 0) return;
  const known = mergeRanges(Object.values(await frameRangesByState(trx, { taskId })).flat());
  const [asked, own] = [shortList(unknown), shortList(known)];
  throw domainError('frame-not-found', `Task ${taskId} has no frame ${asked}; it has ${own}.`, {
    taskId,
    frames: asked,
    framesOfTask: own,
  });
}

async function hasFrameIn(trx: Executor, taskId: number, { first, last }: FrameRange): Promise<boolean> {
  const row = await trx
    .selectFrom('frames')
    .select('frame')
    .where('task_id', '=', taskId)
    .where('frame', '>=', first)
    .where('frame', '<=', last)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

const longestList = 100;

function shortList(frames: readonly FrameRange[]): string {
  const list = formatRanges(frames);
  return list.length > longestList ? `${list.slice(0, list.lastIndexOf(',', longestList))},…` : list;
}

async function countPending(trx: Executor, taskId: number, { first, last }: FrameRange): Promise<number> {
  const { count } = await trx
    .selectFrom('frames')
    .select((of) => of.fn.countAll<number>().as('count'))
    .where('task_id', '=', taskId)
    .where('state', '=', 'pending')
    .where('frame', '>=', first)
    .where('frame', '<=', last)
    .executeTakeFirstOrThrow();
  return count;
}

/** @param range without one, every failed frame */
async function requeue(trx: Executor, taskId: number, range: FrameRange | undefined): Promise<number> {
  const states = range === undefined ? sql`('failed')` : sql`('done', 'failed')`;
  const within = (column: string) =>
    range === undefined ? sql`1 = 1` : sql`${sql.ref(column)} between ${range.first} and ${range.last}`;
  // All before the frames themselves change, since they look at their states.
  await forgetWarnings(trx, taskId, sql`state in ${states} and ${within('frame')}`);
  await sql`delete from outputs where task_id = ${taskId} and ${within('frame')} and frame in (
      select f.frame from frames f where f.task_id = ${taskId} and f.state in ${states} and ${within('f.frame')})`.execute(
    trx,
  );
  await sql`update attempts set counts_as = 'nothing'
    where task_id = ${taskId} and counts_as in ('failure', 'machine-loss')
      and coalesce(failed_frame, first_frame) in (
        select f.frame from frames f where f.task_id = ${taskId} and f.state in ${states} and ${within('f.frame')})`.execute(
    trx,
  );
  const { numAffectedRows = 0n } = await sql`update frames
    set state = ${nextFrameState('failed', 'reopen')}, attempt_id = null, render_ms = null, failure_reason = null
    where task_id = ${taskId} and state in ${states} and ${within('frame')}`.execute(trx);
  return Number(numAffectedRows);
}

/** What was odd about frames that are rendered anew may be so no more. */
async function forgetWarnings(trx: Executor, taskId: number, isAsked: RawBuilder<unknown>): Promise<void> {
  const warned = await warnedFrames(trx, taskId);
  if (warned.length === 0) return;
  const { rows } = await sql<{ frame: number }>`select frame from frames
    where task_id = ${taskId} and frame in (${sql.join(warned)}) and ${isAsked}`.execute(trx);
  await forgetFrameWarnings(trx, { taskId, frames: new Set(rows.map(({ frame }) => frame)) });
}

/** The task's counters, without what counts no more. */
async function recount(trx: Executor, taskId: number): Promise<void> {
  const attempts = (countsAs: string) =>
    sql`(select count(*) from attempts where attempts.task_id = ${taskId} and attempts.counts_as = ${countsAs})`;
  await sql`update tasks set failed_attempts = ${attempts('failure')}, machine_losses = ${attempts('machine-loss')}
    where task_id = ${taskId}`.execute(trx);
}
