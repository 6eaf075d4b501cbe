import type { MachineTransport } from '../../machines/machine-transport.ts';

/** Which machines keep a renderer open for which tasks. */
export interface Sessions {
  opened(machineId: number, taskId: number): void;
  closed(machineId: number, taskId: number): void;
  /** The machine is gone, and its renderers with it. */
  forget(machineId: number): void;
  /** The task has ended: the renderers kept for it are closed. */
  closeAll(taskId: number): void;
}

export function createSessions(transportTo: (machineId: number) => MachineTransport | undefined): Sessions {
  const machinesOf = new Map<number, Set<number>>();

  function closed(machineId: number, taskId: number): void {
    const machines = machinesOf.get(taskId);
    machines?.delete(machineId);
    if (machines?.size === 0) machinesOf.delete(taskId);
  }

  return {
    opened(machineId, taskId) {
      const machines = machinesOf.get(taskId) ?? new Set();
      machinesOf.set(taskId, machines.add(machineId));
    },
    closed,
    forget(machineId) {
      for (const taskId of [...machinesOf.keys()]) closed(machineId, taskId);
    },
    closeAll(taskId) {
      for (const machineId of machinesOf.get(taskId) ?? []) {
        transportTo(machineId)?.closeSession({ machineId, taskId });
      }
      machinesOf.delete(taskId);
    },
  };
}
