import type {
  AttemptReport,
  HeldReport,
  LeaseEvent,
  LeaseKey,
  LeaseOrder,
  LiveLeases,
  MachineListener,
  MachineTransport,
  ReachableReport,
  RetractOrder,
  StartAnswer,
  StopAnswer,
  StopOrder,
} from '../../machines/machine-transport.ts';

/** Machines in a test's hand: they say what the test lets them say, when it lets them. */
export interface FakeTransport extends MachineTransport {
  readonly orders: LeaseOrder[];
  readonly stops: StopOrder[];
  readonly retracts: RetractOrder[];
  readonly closedSessions: { machineId: number; taskId: number }[];
  isOpen(): boolean;
  holding(): ReadonlySet<number>;
  /** What the next start calls are answered; 'accepted' when there is none. */
  answerStartsWith(...answers: (StartAnswer | Promise<StartAnswer>)[]): void;
  answerStopsWith(...answers: (StopAnswer | Promise<StopAnswer>)[]): void;
  /** The machine reports itself. */
  report(machineId: number, attempt: AttemptReport | null, more?: { engineNames?: string[] }): void;
  /** The machine reports that it renders the last lease sent to it, or how that ended. */
  reportLast(machineId: number, change?: Partial<AttemptReport>): void;
  unreachable(machineId: number, reason?: string): void;
  removed(machineId: number): void;

  /** Over a link: the machine has connected and said everything; `held` are the leases that it has. */
  join(machineId: number, facts?: LinkFacts): void;
  /** It has connected, and says what happened meanwhile. */
  returning(machineId: number): void;
  /** Its connection is gone. */
  gone(machineId: number, lostInMs?: number): void;
  /** It said goodbye. */
  left(machineId: number): void;
  /** Something happened under a lease; resolves with what came of it. */
  say(machineId: number, event: LeaseEvent): Promise<'applied' | 'refused'>;
  progress(machineId: number, leaseId: number, frame: number, fraction: number): void;
  /** What a machine should hold, as the scheduler says. */
  live(machineId: number): readonly LeaseKey[];
}

export interface LinkFacts {
  readonly slots?: number;
  readonly hasSessions?: boolean;
  readonly tags?: readonly string[];
  readonly held?: readonly HeldReport[] | null;
  readonly acceptsWork?: boolean;
}

export function createFakeTransport(kind: MachineTransport['kind'] = 'hpc'): FakeTransport {
  let listener: MachineListener | undefined;
  let held: ReadonlySet<number> = new Set();
  const starts: (StartAnswer | Promise<StartAnswer>)[] = [];
  const stopAnswers: (StopAnswer | Promise<StopAnswer>)[] = [];
  const orders: LeaseOrder[] = [];
  const stops: StopOrder[] = [];
  const retracts: RetractOrder[] = [];
  const closedSessions: { machineId: number; taskId: number }[] = [];
  let liveLeases: LiveLeases = () => [];

  function reachable(machineId: number, changes: Partial<ReachableReport>): void {
    const machine = { name: `render${machineId}`, engines: enginesOf('Blender'), slots: 1, tags: [] };
    const hardware = { gpuCount: 0, memoryMb: null, fetchesProjects: kind === 'link' };
    const rest = { ...hardware, acceptsWork: true, whyNot: null, fingerprint: null };
    const state = { attempt: null, held: null };
    listener?.({ kind: 'reachable', machineId, ...machine, ...rest, ...state, ...changes });
  }

  function unreachable(
    machineId: number,
    reason: string,
    more: { retryInMs: number | null; lostInMs: number | null; isFarewell?: boolean },
  ) {
    listener?.({
      kind: 'unreachable',
      machineId,
      name: `render${machineId}`,
      isRefusing: false,
      reason,
      isFarewell: false,
      ...more,
    });
  }

  const transport: FakeTransport = {
    kind,
    orders,
    stops,
    retracts,
    closedSessions,
    isOpen: () => listener !== undefined,
    holding: () => held,
    answerStartsWith: (...answers) => starts.push(...answers),
    answerStopsWith: (...answers) => stopAnswers.push(...answers),
    open(newListener, holding, leases) {
      listener = newListener;
      held = holding;
      liveLeases = leases;
    },
    async refresh() {
      await Promise.resolve();
    },
    async startLease(order) {
      orders.push(order);
      return starts.shift() ?? { kind: kind === 'link' ? 'sent' : 'accepted' };
    },
    async stopLease(order) {
      stops.push(order);
      return stopAnswers.shift() ?? { kind: 'stopped' };
    },
    retractLease: (order) => void retracts.push(order),
    closeSession: (order) => void closedSessions.push(order),
    async close() {
      listener = undefined;
    },
    report(machineId, attempt, { engineNames = ['Blender'] } = {}) {
      reachable(machineId, { engines: engineNames.flatMap((name) => enginesOf(name)), attempt });
    },
    reportLast(machineId, change = {}) {
      const order = orders.findLast((one) => one.machineId === machineId);
      if (order === undefined) throw new Error(`Machine ${machineId} was never sent anything.`);
      transport.report(machineId, { ...runningAttempt(order), ...change });
    },
    unreachable(machineId, reason = 'connection refused') {
      unreachable(machineId, reason, { retryInMs: 4000, lostInMs: null });
    },
    removed(machineId) {
      listener?.({ kind: 'removed', machineId });
    },
    join(machineId, { hasSessions = false, held: holds = [], ...facts } = {}) {
      const engines = [{ name: 'Blender', version: '4.2.1', hasSessions }];
      reachable(machineId, { engines, held: holds, ...facts });
    },
    returning(machineId) {
      listener?.({ kind: 'returning', machineId, name: `render${machineId}` });
    },
    gone(machineId, lostInMs = 200) {
      unreachable(machineId, 'the connection was closed', { retryInMs: null, lostInMs });
    },
    left(machineId) {
      unreachable(machineId, 'it said goodbye', { retryInMs: null, lostInMs: 0, isFarewell: true });
    },
    say(machineId, event) {
      const { promise, resolve } = Promise.withResolvers<'applied' | 'refused'>();
      listener?.({ kind: 'lease-event', machineId, event, settle: resolve });
      return promise;
    },
    progress(machineId, leaseId, frame, fraction) {
      listener?.({ kind: 'progress', machineId, items: [{ leaseId, frame, fraction, note: null }] });
    },
    live: (machineId) => liveLeases(machineId),
  };
  return transport;
}

function enginesOf(name: string) {
  return [{ name, version: null, hasSessions: false }];
}

/** A report that a lease is being rendered. */
export function runningAttempt(lease: Pick<LeaseOrder, 'taskId' | 'leaseId' | 'token'>): AttemptReport {
  return {
    taskId: lease.taskId,
    lease: { leaseId: lease.leaseId, token: lease.token },
    state: { kind: 'running' },
    runtimeMs: 0,
    progress: null,
    logPath: null,
  };
}
