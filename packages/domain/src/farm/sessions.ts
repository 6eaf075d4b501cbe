import type { FarmState } from './farm-state.ts';
import type { LeaseRecord, MachineRecord } from './records.ts';

/** The machine opened the lease's scene. */
export function noteSessionOpened(state: FarmState, { task, machine }: LeaseRecord, loadMs: number): void {
  machine.sessions.set(task.taskId, (machine.sessions.get(task.taskId) ?? 0) + 1);
  task.openOn.add(machine);
  if (Number.isFinite(loadMs) && loadMs >= 0) task.pace.addLoad(loadMs * machine.speed);
  // It may now wait for frames of the scene that were not worth opening it for.
  state.machines.refresh(machine);
}

/** The machine closed a scene of the task. */
export function noteSessionClosed(state: FarmState, machine: MachineRecord, taskId: number): void {
  const open = machine.sessions.get(taskId) ?? 0;
  if (open > 1) {
    machine.sessions.set(taskId, open - 1);
    return;
  }
  machine.sessions.delete(taskId);
  state.tasks.get(taskId)?.openOn.delete(machine);
}
