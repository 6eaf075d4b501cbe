import { endTaskIfFinished } from './end-task.ts';
import type { FarmState } from './farm-state.ts';
import type { FarmLease } from './farm-lease.ts';
import type { FrameVerdict } from './farm-verdicts.ts';
import { forgiveMachine } from './judge-machine.ts';
import { closeLease, endWatch, noteFrame } from './live-leases.ts';
import { noteFrameTime } from './measure-speed.ts';
import type { LeaseRecord } from './records.ts';
import { RangeSet } from './structures/range-set.ts';
import { refreshTask } from './task-readiness.ts';

const refused: FrameVerdict = { isAccepted: false, supersededLeases: [], taskEnds: null };

/** A lease's frame is done: counted once, whichever of its copies did it; the other ones are over. */
export function finishFrame(
  state: FarmState,
  lease: LeaseRecord | undefined,
  frame: number,
  renderMs: number | null,
  nowMs: number,
): FrameVerdict {
  if (lease === undefined || lease.task.hasEnded) return refused;
  const remaining = withoutFrame(lease.remaining, frame);
  if (remaining === undefined) return refused;
  const { task, machine } = lease;
  const startedMs = lease.currentFrame === frame ? lease.frameStartedMs : null;
  const measuredMs = renderMs ?? (startedMs === null ? null : nowMs - startedMs);
  if (measuredMs !== null) noteFrameTime(state, lease, measuredMs);
  forgiveMachine(machine, task);
  const supersededLeases = supersede(state, lease, nowMs);
  lease.remaining = remaining;
  task.framesLeased -= 1;
  task.framesDone += 1;
  task.troubles.delete(frame);
  const next = remaining[0]?.first;
  if (next === undefined) endWatch(state, lease);
  else if (!machine.leaving.has(lease)) noteFrame(state, lease, next, nowMs);
  refreshTask(state, task, nowMs);
  return { isAccepted: true, supersededLeases, taskEnds: endTaskIfFinished(state, task, nowMs) };
}

/** undefined when the frame is not among them. */
function withoutFrame(
  remaining: LeaseRecord['remaining'],
  frame: number,
): LeaseRecord['remaining'] | undefined {
  const [only] = remaining;
  if (remaining.length === 1 && only?.first === frame && only.last === frame) return [];
  const left = new RangeSet(remaining);
  if (!left.has(frame)) return undefined;
  left.remove({ first: frame, last: frame });
  return [...left.ranges()];
}

function supersede(state: FarmState, { copies }: LeaseRecord, nowMs: number): FarmLease[] {
  if (copies.length === 0) return [];
  return [...copies].map((copy) => {
    closeLease(state, copy, nowMs);
    return copy.view;
  });
}
