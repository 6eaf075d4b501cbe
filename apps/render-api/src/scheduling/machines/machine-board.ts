import { unreachableBackoffMs, type FreeSlot, type RetryPolicy } from '@renderonline/domain';
import type { AttemptReport, MachineReport } from '../../machines/machine-transport.ts';
import type { Clock } from '../clock.ts';

/** What is known of one machine. Times are of the monotonic clock unless they say otherwise. */
export interface KnownMachine {
  readonly machineId: number;
  name: string;
  engineNames: readonly string[];
  acceptsWork: boolean;
  state: 'unknown' | 'reachable' | 'unreachable' | 'refusing';
  /** Its render, running or ended; null without one; undefined while a call to it makes that uncertain. */
  attempt: AttemptReport | null | undefined;
  problem: string | null;
  lastHeardMs: number | undefined;
  lastHeardAtMs: number | null;
  /** By the system's clock. */
  retryAtMs: number | null;
  /** Orders in a row that it did not take, and until when it gets no further one. */
  declinedOrders: number;
  heldOffUntilMs: number;
}

/** The machines as their last reports left them. */
export interface MachineBoard {
  /** @returns whether the report revealed a slot that was not known to be free. */
  note(report: MachineReport): boolean;
  get(machineId: number): KnownMachine | undefined;
  nameOf(machineId: number): string;
  all(): KnownMachine[];
  /** A call to the machine begins that makes what is known of its render stale. */
  expectNews(machineId: number): void;
  /** The machine answered a call of ours, so it lives. */
  heard(machineId: number): void;
  acceptedOrder(machineId: number): void;
  /** It takes no orders for a while: longer each time, until it takes one. @returns for how long, ms */
  declinedOrder(machineId: number, problem: string): number;
  readonly isFree: (machine: KnownMachine) => boolean;
  /** As domain.chooseLeases asks: every machine that answers and takes work, busy or not. */
  readonly asSlot: (machine: KnownMachine) => FreeSlot;
  /** After this process was asleep: nobody was silent but we. */
  forgiveSilence(): void;
  clear(): void;
}

export interface MachineBoardDependencies {
  readonly clock: Clock;
  readonly random: () => number;
  readonly policy: RetryPolicy;
  /** Whether a lease of ours is on the machine. */
  readonly holdsLease: (machineId: number) => boolean;
}

/** An empty board. */
export function createMachineBoard({
  clock,
  random,
  policy,
  holdsLease,
}: MachineBoardDependencies): MachineBoard {
  const machines = new Map<number, KnownMachine>();

  function isFree(machine: KnownMachine): boolean {
    return (
      machine.state === 'reachable' &&
      machine.acceptsWork &&
      machine.attempt !== undefined &&
      machine.attempt?.state.kind !== 'running' &&
      machine.heldOffUntilMs <= clock.monotonicMs() &&
      !holdsLease(machine.machineId)
    );
  }

  function heard(machine: KnownMachine): void {
    machine.lastHeardMs = clock.monotonicMs();
    machine.lastHeardAtMs = clock.nowMs();
  }

  function apply(machine: KnownMachine, report: Exclude<MachineReport, { kind: 'removed' }>): void {
    machine.name = report.name;
    if (report.kind === 'unreachable') {
      machine.state = report.isRefusing ? 'refusing' : 'unreachable';
      machine.problem = report.reason;
      machine.retryAtMs = clock.nowMs() + report.retryInMs;
      return;
    }
    heard(machine);
    machine.state = 'reachable';
    machine.engineNames = report.engineNames;
    machine.acceptsWork = report.acceptsWork;
    machine.attempt = report.attempt;
    if (machine.heldOffUntilMs <= clock.monotonicMs()) machine.problem = null;
    machine.retryAtMs = null;
  }

  return {
    note(report) {
      if (report.kind === 'removed') {
        machines.delete(report.machineId);
        return false;
      }
      const machine = machines.get(report.machineId) ?? unknownMachine(report.machineId);
      const slotBefore = isFree(machine) ? machine.engineNames.join('\n') : undefined;
      apply(machine, report);
      machines.set(report.machineId, machine);
      return isFree(machine) && slotBefore !== machine.engineNames.join('\n');
    },
    get: (machineId) => machines.get(machineId),
    nameOf: (machineId) => machines.get(machineId)?.name ?? `number ${machineId}`,
    all: () => [...machines.values()].sort((a, b) => a.machineId - b.machineId),
    expectNews(machineId) {
      const machine = machines.get(machineId);
      if (machine !== undefined) machine.attempt = undefined;
    },
    heard(machineId) {
      const machine = machines.get(machineId);
      if (machine !== undefined) heard(machine);
    },
    acceptedOrder(machineId) {
      const machine = machines.get(machineId);
      if (machine === undefined) return;
      heard(machine);
      machine.declinedOrders = 0;
      machine.heldOffUntilMs = 0;
    },
    declinedOrder(machineId, problem) {
      const machine = machines.get(machineId);
      if (machine === undefined) return 0;
      machine.declinedOrders += 1;
      const forMs = unreachableBackoffMs(machine.declinedOrders, policy, random());
      machine.heldOffUntilMs = clock.monotonicMs() + forMs;
      machine.problem = problem;
      return forMs;
    },
    isFree,
    asSlot: (machine) => ({
      machineId: machine.machineId,
      engineNames: new Set(machine.engineNames.map((name) => name.toLowerCase())),
    }),
    forgiveSilence() {
      for (const machine of machines.values()) machine.lastHeardMs = clock.monotonicMs();
    },
    clear() {
      machines.clear();
    },
  };
}

function unknownMachine(machineId: number): KnownMachine {
  return {
    machineId,
    name: `number ${machineId}`,
    engineNames: [],
    acceptsWork: true,
    state: 'unknown',
    attempt: undefined,
    problem: null,
    lastHeardMs: undefined,
    lastHeardAtMs: null,
    retryAtMs: null,
    declinedOrders: 0,
    heldOffUntilMs: 0,
  };
}
