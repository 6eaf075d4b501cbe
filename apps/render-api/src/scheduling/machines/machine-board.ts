import { unreachableBackoffMs, type RetryPolicy } from '@renderonline/domain';
import type {
  AttemptReport,
  MachineEngine,
  MachineFingerprint,
  MachineLoad,
  MachineTransport,
  ReachableReport,
  ReturningReport,
  UnreachableReport,
} from '../../machines/machine-transport.ts';
import type { Clock } from '../clock.ts';

/** What is known of one machine. Times are of the monotonic clock unless they say otherwise. */
export interface KnownMachine {
  readonly machineId: number;
  readonly transport: MachineTransport['kind'];
  name: string;
  engines: readonly MachineEngine[];
  slots: number;
  tags: readonly string[];
  gpuCount: number;
  fetchesProjects: boolean;
  memoryMb: number | null;
  acceptsWork: boolean;
  whyNot: string | null;
  fingerprint: MachineFingerprint | null;
  load: MachineLoad | null;
  /** returning: a link machine that is back, and says what happened meanwhile. */
  state: 'unknown' | 'reachable' | 'returning' | 'unreachable' | 'refusing';
  /**
   * Over /hpc its render, running or ended; null without one; undefined while a call to it makes that
   * uncertain. Null over a link.
   */
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
  note(
    report: ReachableReport | ReturningReport | UnreachableReport,
    transport: MachineTransport['kind'],
  ): KnownMachine;
  noteLoad(machineId: number, load: MachineLoad): void;
  /** A machine of the database that nobody has heard of yet. */
  expect(machineId: number, name: string, transport: MachineTransport['kind']): void;
  remove(machineId: number): void;
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
  /** It gets nothing for so long, at least. */
  rest(machineId: number, forMs: number): void;
  isHeldOff(machine: KnownMachine): boolean;
  /** After this process was asleep: nobody was silent but we. */
  forgiveSilence(): void;
}

export interface MachineBoardDependencies {
  readonly clock: Clock;
  readonly random: () => number;
  readonly policy: RetryPolicy;
}

/** An empty board. */
export function createMachineBoard({ clock, random, policy }: MachineBoardDependencies): MachineBoard {
  const machines = new Map<number, KnownMachine>();

  function heard(machine: KnownMachine): void {
    machine.lastHeardMs = clock.monotonicMs();
    machine.lastHeardAtMs = clock.nowMs();
  }

  function applyReachable(machine: KnownMachine, report: ReachableReport): void {
    machine.state = 'reachable';
    machine.engines = report.engines;
    machine.slots = report.slots;
    machine.tags = report.tags;
    machine.gpuCount = report.gpuCount;
    machine.fetchesProjects = report.fetchesProjects;
    machine.memoryMb = report.memoryMb;
    machine.acceptsWork = report.acceptsWork;
    machine.whyNot = report.whyNot;
    machine.fingerprint = report.fingerprint ?? machine.fingerprint;
    machine.attempt = report.attempt;
  }

  function isHeldOff(machine: KnownMachine): boolean {
    return machine.heldOffUntilMs > clock.monotonicMs();
  }

  return {
    note(report, transport) {
      const machine = machines.get(report.machineId) ?? unknownMachine(report.machineId, transport);
      machines.set(report.machineId, machine);
      machine.name = report.name;
      if (report.kind === 'unreachable') {
        machine.state = report.isRefusing ? 'refusing' : 'unreachable';
        machine.problem = report.reason;
        machine.retryAtMs = report.retryInMs === null ? null : clock.nowMs() + report.retryInMs;
        return machine;
      }
      heard(machine);
      machine.retryAtMs = null;
      if (!isHeldOff(machine)) machine.problem = null;
      if (report.kind === 'returning') machine.state = 'returning';
      else applyReachable(machine, report);
      return machine;
    },
    noteLoad(machineId, load) {
      const machine = machines.get(machineId);
      if (machine === undefined) return;
      heard(machine);
      machine.load = load;
    },
    expect(machineId, name, transport) {
      if (!machines.has(machineId))
        machines.set(machineId, { ...unknownMachine(machineId, transport), name });
    },
    remove: (machineId) => void machines.delete(machineId),
    get: (machineId) => machines.get(machineId),
    nameOf: (machineId) => machines.get(machineId)?.name ?? `number ${machineId}`,
    all: () => [...machines.values()].sort((a, b) => a.machineId - b.machineId),
    expectNews(machineId) {
      const machine = machines.get(machineId);
      if (machine?.transport === 'hpc') machine.attempt = undefined;
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
    rest(machineId, forMs) {
      const machine = machines.get(machineId);
      if (machine === undefined) return;
      machine.heldOffUntilMs = Math.max(machine.heldOffUntilMs, clock.monotonicMs() + forMs);
    },
    isHeldOff,
    forgiveSilence() {
      for (const machine of machines.values()) machine.lastHeardMs = clock.monotonicMs();
    },
  };
}

function unknownMachine(machineId: number, transport: MachineTransport['kind']): KnownMachine {
  return {
    machineId,
    transport,
    name: `number ${machineId}`,
    engines: [],
    slots: 1,
    tags: [],
    gpuCount: 0,
    fetchesProjects: false,
    memoryMb: null,
    acceptsWork: true,
    whyNot: null,
    fingerprint: null,
    load: null,
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
