import { failureCauses } from '../failures/failure-cause.ts';
import { describeOutcome } from '../leases/attempt-outcome.ts';
import { say } from '../phrases/say.ts';
import { isKeptFrom } from './choose-task.ts';
import type { FarmState } from './farm-state.ts';
import type { MachineVerdict } from './farm-verdicts.ts';
import type { Failure } from './judge-failure.ts';
import type { MachineRecord, TaskRecord } from './records.ts';

/** Counts a failed attempt against the machine and says what becomes of it. */
export function judgeMachine(state: FarmState, failure: Failure): MachineVerdict {
  const { task, machine, cause } = failure;
  if (failureCauses[cause].blames === 'nobody') return { kind: 'ok' };
  const inTask = (task.streaks.get(machine.machineId) ?? 0) + 1;
  task.streaks.set(machine.machineId, inTask);
  noteInStreak(machine, task, failureCauses[cause].blames === 'machine');
  const isNews = avoidMachine(state, failure, inTask);
  const quarantineReason = reasonForQuarantine(state, failure);
  if (quarantineReason !== undefined) {
    quarantineMachine(state, machine, quarantineReason);
    return { kind: 'quarantined', reason: quarantineReason };
  }
  // Where no other machine can render it, the task goes back to this one.
  if (!isNews || !isKeptFrom(state, task, machine)) return { kind: 'ok' };
  return { kind: 'avoided-by-task', reason: reasonToAvoid(failure, inTask) };
}

/** @returns whether the task avoids the machine from now on, and did not before */
function avoidMachine({ policy }: FarmState, { task, machine, cause }: Failure, inTask: number): boolean {
  const { machineId } = machine;
  const isUnable = failureCauses[cause].isFatalOnMachine && !task.provenMachineIds.has(machineId);
  if (isUnable) task.unableMachineIds.add(machineId);
  if (!isUnable && inTask < policy.failuresUntilTaskAvoidsMachine) return false;
  const isNews = !task.avoidedMachineIds.has(machineId);
  task.avoidedMachineIds.add(machineId);
  return isNews;
}

function reasonToAvoid({ task, machine, outcome, cause }: Failure, inTask: number): string {
  const why = task.unableMachineIds.has(machine.machineId)
    ? describeOutcome(outcome)
    : `${inTask} attempts of the task failed there in a row`;
  return `${why}. ${failureCauses[cause].summary}`;
}

/** The machine did a frame: what failed before is forgiven. */
export function forgiveMachine(machine: MachineRecord, task: TaskRecord): void {
  task.provenMachineIds.add(machine.machineId);
  machine.losses = 0;
  if (machine.streak.failures > 0) {
    machine.streak.failures = 0;
    machine.streak.tasks.clear();
  }
  forgiveInTask(task, machine);
}

function forgiveInTask(task: TaskRecord, { machineId }: MachineRecord): void {
  if (!task.streaks.delete(machineId)) return;
  task.avoidedMachineIds.delete(machineId);
  task.unableMachineIds.delete(machineId);
}

export function quarantineMachine(state: FarmState, machine: MachineRecord, reason: string): void {
  machine.quarantineReason = reason;
  state.machines.refresh(machine);
}

/** A person says that the machine is fine again: all tasks give it another chance. */
export function releaseMachine(state: FarmState, machine: MachineRecord): void {
  machine.quarantineReason = null;
  machine.losses = 0;
  machine.streak.failures = 0;
  machine.streak.tasks.clear();
  for (const task of state.tasks.values()) forgiveInTask(task, machine);
  state.machines.refresh(machine);
}

function noteInStreak({ streak }: MachineRecord, { taskId }: TaskRecord, blamesMachine: boolean): void {
  streak.failures += 1;
  const known = streak.tasks.get(taskId);
  streak.tasks.set(taskId, { blamesMachine: blamesMachine && (known?.blamesMachine ?? true) });
}

/**
 * Several broken scenes must not put every machine of a farm out of work: something must speak against the machine
 * itself, which is a cause that lies with machines, or one of the tasks having gone well on another.
 */
function reasonForQuarantine({ policy, tasks }: FarmState, { machine, cause }: Failure): string | undefined {
  const { streak, machineId } = machine;
  if (streak.failures < policy.failuresUntilQuarantine || streak.tasks.size < 2) return undefined;
  const speaksAgainstMachine = [...streak.tasks].some(
    ([taskId, { blamesMachine }]) => blamesMachine || wentWellElsewhere(tasks.get(taskId), machineId),
  );
  if (!speaksAgainstMachine || isLastOfItsKind(machine)) return undefined;
  const { failures, tasks: ofTasks } = streak;
  return say('machine-quarantined', { failures, tasks: ofTasks.size, cause, advice: cause });
}

/** Whether tasks are there that no other machine could render: a bad machine is better for them than none. */
function isLastOfItsKind({ profile, isCounted }: MachineRecord): boolean {
  const others = isCounted ? 1 : 0;
  return profile?.classes.some(({ usable }) => usable <= others) === true;
}

function wentWellElsewhere(task: TaskRecord | undefined, machineId: number): boolean {
  if (task === undefined) return false;
  const { provenMachineIds } = task;
  return provenMachineIds.size > (provenMachineIds.has(machineId) ? 1 : 0);
}
