import type { TermContext } from '../term/term-context.ts';
import type { KnownMachine } from './machine-board.ts';

/** Keeps the farm's picture of the machines in step with the board's. */
export interface FarmMachines {
  /** Something about the machine changed: a report, an order, or, over /hpc, the end of a lease. */
  sync(machineId: number): void;
  /** Nothing for this machine for so long. */
  rest(machineId: number, forMs: number): void;
  /** The farm lost the machine: whatever it reports next is news. */
  forget(machineId: number): void;
  stop(): void;
}

/**
 * The farm is told only what changes: a farm of thousands reports every second, and says the same. A machine that
 * is away and holds nothing is none for the farm; one that holds leases is, until it counts as lost.
 */
export function createFarmMachines(context: TermContext): FarmMachines {
  const { farm, farmClock, book, board, clock } = context;
  const told = new Map<number, string>();
  const timers = new Map<number, () => void>();

  /**
   * Over /hpc the farm knows what it gave the machine, but not what somebody else did. A machine that has a lease
   * of ours has no room anyway, and stays one that others' failed frames can go to.
   */
  function isTakenByOthers({ machineId, transport, attempt }: KnownMachine): boolean {
    if (transport === 'link' || book.onMachine(machineId).length > 0) return false;
    return attempt === undefined || attempt?.state.kind === 'running';
  }

  function isOpenForWork(machine: KnownMachine): boolean {
    return (
      machine.state === 'reachable' &&
      machine.acceptsWork &&
      !board.isHeldOff(machine) &&
      !isTakenByOthers(machine)
    );
  }

  function forgetTimer(machineId: number): void {
    timers.get(machineId)?.();
    timers.delete(machineId);
  }

  /** Looks again when the machine has rested. */
  function armTimer(machine: KnownMachine): void {
    forgetTimer(machine.machineId);
    if (!board.isHeldOff(machine)) return;
    const inMs = machine.heldOffUntilMs - clock.monotonicMs();
    timers.set(
      machine.machineId,
      clock.setTimer(inMs, () => {
        timers.delete(machine.machineId);
        sync(machine.machineId);
      }),
    );
  }

  function forgetUnlessBack(machineId: number): void {
    if (told.has(machineId) || book.onMachine(machineId).length > 0) return;
    farm.loseMachine(machineId, farmClock.nowMs());
  }

  function sync(machineId: number): void {
    const machine = board.get(machineId);
    if (machine === undefined) {
      forgetTimer(machineId);
      told.delete(machineId);
      return;
    }
    armTimer(machine);
    const isAway = machine.state !== 'reachable' && machine.state !== 'returning';
    if (isAway && book.onMachine(machineId).length === 0) {
      if (told.delete(machineId))
        context.act(() => {
          forgetUnlessBack(machineId);
        });
      return;
    }
    // Before it spoke, nobody knows what it can.
    if (machine.state === 'unknown') return;
    const { transport, slots, engines, tags, gpuCount, memoryMb, fetchesProjects } = machine;
    const facts = { machineId, transport, slots, engines, tags, gpuCount, memoryMb, fetchesProjects };
    const acceptsWork = isOpenForWork(machine);
    const key = JSON.stringify([facts, acceptsWork]);
    if (told.get(machineId) === key) return;
    told.set(machineId, key);
    farm.putMachine({ ...facts, acceptsWork }, farmClock.nowMs());
    context.requestStep();
  }

  return {
    sync,
    rest(machineId, forMs) {
      board.rest(machineId, forMs);
      sync(machineId);
    },
    forget: (machineId) => void told.delete(machineId),
    stop() {
      for (const forget of timers.values()) forget();
      timers.clear();
    },
  };
}
