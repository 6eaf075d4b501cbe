import { nextFrameState, type FrameEvent } from '@renderonline/domain';
import { sql } from 'kysely';
import { bulkUpdate } from '../bulk/bulk-statements.ts';
import type { Executor } from '../database.ts';

/** Frames that a lease has, or had until now. */
export interface FramesOfLease {
  readonly leaseId: number;
  readonly taskId: number;
  readonly first: number;
  readonly last: number;
}

/** A longer range is one statement of its own; many short ones together are one, frame by frame. */
export const framesAtOnce = 64;

export function isLong({ first, last }: { readonly first: number; readonly last: number }): boolean {
  return last - first + 1 > framesAtOnce;
}

/**
 * Releases or completes frames as far as they are still leased by their lease; others are left alone.
 *
 * @param isKnown frames that need no look, since this commit has dealt with them
 */
export async function changeFramesOfLeases(
  trx: Executor,
  event: FrameEvent & ('release' | 'complete'),
  ranges: readonly FramesOfLease[],
  isKnown: (taskId: number, frame: number) => boolean = () => false,
): Promise<void> {
  const state = nextFrameState('leased', event);
  const attempt = (leaseId: string) => (event === 'complete' ? leaseId : 'null');
  const frames: [taskId: number, frame: number, leaseId: number][] = [];
  for (const range of ranges) {
    const { leaseId, taskId, first, last } = range;
    if (isLong(range)) {
      await sql`update frames set state = ${state}, attempt_id = ${sql.raw(attempt(String(leaseId)))}, lease_id = null
        where task_id = ${taskId} and frame between ${first} and ${last}
          and state = 'leased' and lease_id = ${leaseId}`.execute(trx);
      continue;
    }
    for (let frame = first; frame <= last; frame += 1) {
      if (!isKnown(taskId, frame)) frames.push([taskId, frame, leaseId]);
    }
  }
  await bulkUpdate(trx, {
    table: 'frames',
    columns: { task: 'bigint', number: 'bigint', lease: 'bigint' },
    rows: frames,
    set: { state: `'${state}'`, attempt_id: attempt('r.lease'), lease_id: 'null' },
    where: `frames.task_id = r.task and frames.frame = r.number
      and frames.state = 'leased' and frames.lease_id = r.lease`,
  });
}
