import type {
  AttemptReport,
  LeaseOrder,
  MachineListener,
  MachineTransport,
  StartAnswer,
  StopAnswer,
  StopOrder,
} from '../../machines/machine-transport.ts';

/** Machines in a test's hand: they say what the test lets them say, when it lets them. */
export interface FakeTransport extends MachineTransport {
  readonly orders: LeaseOrder[];
  readonly stops: StopOrder[];
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
}

export function createFakeTransport(): FakeTransport {
  let listener: MachineListener | undefined;
  let held: ReadonlySet<number> = new Set();
  const starts: (StartAnswer | Promise<StartAnswer>)[] = [];
  const stopAnswers: (StopAnswer | Promise<StopAnswer>)[] = [];
  const orders: LeaseOrder[] = [];
  const stops: StopOrder[] = [];

  const transport: FakeTransport = {
    orders,
    stops,
    isOpen: () => listener !== undefined,
    holding: () => held,
    answerStartsWith: (...answers) => starts.push(...answers),
    answerStopsWith: (...answers) => stopAnswers.push(...answers),
    open(newListener, holding) {
      listener = newListener;
      held = holding;
    },
    async refresh() {
      await Promise.resolve();
    },
    async startLease(order) {
      orders.push(order);
      return starts.shift() ?? { kind: 'accepted' };
    },
    async stopLease(order) {
      stops.push(order);
      return stopAnswers.shift() ?? { kind: 'stopped' };
    },
    async close() {
      listener = undefined;
    },
    report(machineId, attempt, { engineNames = ['Blender'] } = {}) {
      const name = `render${machineId}`;
      listener?.({ kind: 'reachable', machineId, name, engineNames, acceptsWork: true, attempt });
    },
    reportLast(machineId, change = {}) {
      const order = orders.findLast((one) => one.machineId === machineId);
      if (order === undefined) throw new Error(`Machine ${machineId} was never sent anything.`);
      transport.report(machineId, { ...runningAttempt(order), ...change });
    },
    unreachable(machineId, reason = 'connection refused') {
      const name = `render${machineId}`;
      listener?.({ kind: 'unreachable', machineId, name, isRefusing: false, reason, retryInMs: 4000 });
    },
    removed(machineId) {
      listener?.({ kind: 'removed', machineId });
    },
  };
  return transport;
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
