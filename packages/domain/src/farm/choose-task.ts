import { firstTask } from './ready-queue.ts';
import type { RetryEntry } from './retry-queue.ts';
import type { FarmState } from './farm-state.ts';
import { usesSessions } from './live-leases.ts';
import type { MachineRecord, TaskRecord } from './records.ts';
import { isWorthStarting } from './scene-affinity.ts';
import { hasFreshFrames, hasReadyFrames, isAtItsLimit } from './task-readiness.ts';
import { taskComesBefore } from './user-shares.ts';

/** A scene may keep its machine for so many times what opening it took, whoever else waits with equal priority. */
const turnPerLoad = 5;

/** The task that the machine should be given frames of now; undefined when none suits it. */
export function chooseTask(state: FarmState, machine: MachineRecord, nowMs: number): TaskRecord | undefined {
  let best: TaskRecord | undefined;
  for (const demandClass of machine.profile?.classes ?? []) {
    const priority = demandClass.levels[0]?.priority;
    if (priority === undefined || (best !== undefined && priority < best.facts.priority)) continue;
    const found = firstTask(demandClass, (task) => suits(state, task, machine, nowMs));
    if (found !== undefined && (best === undefined || taskComesBefore(found, best))) best = found;
  }
  return preferAttached(state, machine, best, nowMs);
}

/** A task that the machine already works on or has open goes on, when priority and fair share allow. */
function preferAttached(
  state: FarmState,
  machine: MachineRecord,
  best: TaskRecord | undefined,
  nowMs: number,
): TaskRecord | undefined {
  let chosen = best;
  for (const { task } of machine.leases) chosen = betterOf(state, machine, chosen, task, nowMs);
  for (const taskId of machine.sessions.keys()) {
    const task = state.tasks.get(taskId);
    if (task !== undefined) chosen = betterOf(state, machine, chosen, task, nowMs);
  }
  return chosen;
}

function betterOf(
  state: FarmState,
  machine: MachineRecord,
  chosen: TaskRecord | undefined,
  attached: TaskRecord,
  nowMs: number,
): TaskRecord | undefined {
  if (attached === chosen || !hasReadyFrames(attached, nowMs)) return chosen;
  if (isAtItsLimit(attached) && !attached.workers.has(machine)) return chosen;
  if (!suits(state, attached, machine, nowMs)) return chosen;
  return chosen === undefined || goesOn(state, machine, attached, chosen, nowMs) ? attached : chosen;
}

function goesOn(
  state: FarmState,
  machine: MachineRecord,
  attached: TaskRecord,
  other: TaskRecord,
  nowMs: number,
): boolean {
  if (attached.facts.priority === other.facts.priority && hasItsTurn(state, machine, attached, nowMs)) {
    return attached.user === other.user || !other.user.isNew;
  }
  return taskComesBefore(attached, other);
}

/** Opening scenes in turns on one machine would cost more than it is fair. */
function hasItsTurn(state: FarmState, machine: MachineRecord, task: TaskRecord, nowMs: number): boolean {
  const { turn } = machine;
  if (turn?.taskId !== task.taskId || !usesSessions(machine, task)) return false;
  return nowMs - turn.sinceMs < Math.max(state.policy.sceneTurnMs, turnPerLoad * task.pace.loadMs);
}

function suits(state: FarmState, task: TaskRecord, machine: MachineRecord, nowMs: number): boolean {
  return (
    (task.avoidedMachineIds.size === 0 || !isKeptFrom(state, task, machine)) &&
    (hasFreshFrames(task) || task.retries.hasFor(nowMs, retrySuits(state, task, machine))) &&
    isWorthStarting(state, task, machine, nowMs)
  );
}

/** Whether the task avoids the machine and has another one to go to. */
export function isKeptFrom(state: FarmState, task: TaskRecord, { machineId }: MachineRecord): boolean {
  if (!task.avoidedMachineIds.has(machineId)) return false;
  if (hasOtherMachine(state, task, task.avoidedMachineIds)) return true;
  return task.unableMachineIds.has(machineId) && isAnyoneAble(state, task);
}

/** Whether an entry may be tried on the machine: not where it failed, as long as others can. */
export function retrySuits(
  state: FarmState,
  task: TaskRecord,
  { machineId }: MachineRecord,
): (entry: RetryEntry) => boolean {
  return ({ failedOn }) => !failedOn.has(machineId) || !hasOtherMachine(state, task, failedOn);
}

/** Whether a machine can render the task that is neither avoided by it nor among these. */
export function hasOtherMachine(state: FarmState, task: TaskRecord, than: ReadonlySet<number>): boolean {
  if (than.size + task.avoidedMachineIds.size < task.demandClass.usable) return true;
  for (const { machineId } of state.machines.usableFor(task.demandClass)) {
    if (!than.has(machineId) && !task.avoidedMachineIds.has(machineId)) return true;
  }
  return false;
}

/** Whether a machine can render the task, or works on it, that did not say that it is not able to. */
export function isAnyoneAble(state: FarmState, task: TaskRecord): boolean {
  const { unableMachineIds, demandClass, workers } = task;
  if (unableMachineIds.size < demandClass.usable) return true;
  for (const { machineId } of state.machines.usableFor(demandClass)) {
    if (!unableMachineIds.has(machineId)) return true;
  }
  for (const { machineId } of workers.keys()) if (!unableMachineIds.has(machineId)) return true;
  return false;
}
