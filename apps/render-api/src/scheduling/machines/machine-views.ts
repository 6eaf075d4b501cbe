import type { HeldLease } from '../leases/held-lease.ts';
import type { TermContext } from '../term/term-context.ts';
import type { KnownMachine } from './machine-board.ts';
import type { MachineView } from './machine-view.ts';

type ViewContext = Pick<TermContext, 'board' | 'book' | 'farm'>;

/** The machines for people and programs that ask. */
export function machineViews({ board, book, farm }: ViewContext): MachineView[] {
  const quarantined = farm.quarantined();
  return board.all().map((machine) => {
    const { machineId } = machine;
    const leases = book.onMachine(machineId);
    const [first] = [...leases].sort((a, b) => Number(isRunning(b)) - Number(isRunning(a)));
    return {
      machineId,
      name: machine.name,
      transport: machine.transport,
      state: viewState(machine, leases),
      engines: machine.engines,
      slots: machine.slots,
      tags: machine.tags,
      acceptsWork: machine.acceptsWork,
      whyNot: machine.whyNot,
      quarantineReason: quarantined.get(machineId) ?? null,
      taskId: first?.taskId ?? null,
      leaseId: first?.leaseId ?? null,
      leases: leases.map((held) => ({
        leaseId: held.leaseId,
        taskId: held.taskId,
        isRunning: isRunning(held),
      })),
      currentFrames: leases.flatMap(currentFrameOf),
      fingerprint: machine.fingerprint,
      load: machine.load,
      problem: machine.problem,
      lastHeardAtMs: machine.lastHeardAtMs,
      retryAtMs: machine.retryAtMs,
    };
  });
}

function isRunning({ phase }: HeldLease): boolean {
  return phase === 'running';
}

function currentFrameOf(held: HeldLease): MachineView['currentFrames'][number][] {
  const { currentFrame, leaseId, taskId, machineId } = held;
  if (currentFrame === undefined || !isRunning(held)) return [];
  return [{ ...currentFrame, leaseId, taskId, machineId }];
}

function viewState(machine: KnownMachine, leases: readonly HeldLease[]): MachineView['state'] {
  if (machine.state === 'returning') return 'busy';
  if (machine.state !== 'reachable') return machine.state;
  if (leases.length > 0 || machine.attempt === undefined) return 'busy';
  return machine.attempt?.state.kind === 'running' ? 'busy' : 'idle';
}
