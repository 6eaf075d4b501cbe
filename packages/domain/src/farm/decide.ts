import { endTaskIfFinished } from './end-task.ts';
import type { FarmState } from './farm-state.ts';
import type { FarmDecision } from './farm-verdicts.ts';
import { endHungLeases } from './find-hung.ts';
import { grantLeases } from './grant-leases.ts';
import { makeRoom } from './make-room.ts';
import { shortenTails } from './shorten-tails.ts';
import { refreshTask } from './task-readiness.ts';

/** What is to be done now; everything in it counts already. */
export function decide(state: FarmState, nowMs: number, maxDecisions: number): FarmDecision[] {
  const decisions: FarmDecision[] = [];
  wakeWhatIsDue(state, nowMs);
  endFinishedTasks(state, decisions, nowMs, maxDecisions);
  endHungLeases(state, decisions, nowMs, maxDecisions);
  grantLeases(state, decisions, nowMs, maxDecisions);
  if (state.arrivals.size > 0) makeRoom(state, decisions, nowMs, maxDecisions);
  shortenTails(state, decisions, nowMs, maxDecisions);
  state.hasMoreToDecide = decisions.length > 0 && decisions.length + 1 >= maxDecisions;
  return decisions;
}

/** When `decide` has something to do although nothing happens before. */
export function nextWakeMs(state: FarmState, nowMs: number): number | undefined {
  if (state.hasMoreToDecide) return nowMs;
  const times = [
    state.taskTimers.nextMs(),
    state.machineTimers.nextMs(),
    state.leaseTimers.nextMs(),
    state.tailDueMs ?? undefined,
  ].filter((atMs) => atMs !== undefined);
  return times.length === 0 ? undefined : Math.max(nowMs, Math.min(...times));
}

function wakeWhatIsDue(state: FarmState, nowMs: number): void {
  for (
    let task = state.taskTimers.takeDue(nowMs);
    task !== undefined;
    task = state.taskTimers.takeDue(nowMs)
  ) {
    task.wakeMs = 0;
    refreshTask(state, task, nowMs);
  }
  for (
    let machine = state.machineTimers.takeDue(nowMs);
    machine !== undefined;
    machine = state.machineTimers.takeDue(nowMs)
  ) {
    state.machines.wake(machine);
  }
}

/** Tasks that were put with nothing left to do. */
function endFinishedTasks(
  state: FarmState,
  decisions: FarmDecision[],
  nowMs: number,
  maxDecisions: number,
): void {
  for (const task of state.finished) {
    if (decisions.length >= maxDecisions) return;
    state.finished.delete(task);
    const taskEnds = endTaskIfFinished(state, task, nowMs);
    if (taskEnds !== null) decisions.push({ kind: 'end-task', taskId: task.taskId, taskEnds });
  }
}
