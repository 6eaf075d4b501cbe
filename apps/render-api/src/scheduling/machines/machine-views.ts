import type { LeaseBook } from '../leases/lease-book.ts';
import type { KnownMachine, MachineBoard } from './machine-board.ts';
import type { MachineView } from './machine-view.ts';

/** The machines for people and programs that ask. */
export function machineViews(board: MachineBoard, book: LeaseBook): MachineView[] {
  return board.all().map((machine) => {
    const lease = book.onMachine(machine.machineId)[0];
    return {
      machineId: machine.machineId,
      name: machine.name,
      state: viewState(machine, lease !== undefined),
      engineNames: machine.engineNames,
      acceptsWork: machine.acceptsWork,
      taskId: lease?.taskId ?? null,
      leaseId: lease?.leaseId ?? null,
      problem: machine.problem,
      lastHeardAtMs: machine.lastHeardAtMs,
      retryAtMs: machine.retryAtMs,
    };
  });
}

function viewState(machine: KnownMachine, holdsLease: boolean): MachineView['state'] {
  if (machine.state !== 'reachable') return machine.state;
  if (holdsLease || machine.attempt === undefined) return 'busy';
  return machine.attempt?.state.kind === 'running' ? 'busy' : 'idle';
}
