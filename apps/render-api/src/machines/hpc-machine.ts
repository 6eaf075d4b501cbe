import { unreachableBackoffMs, type RetryPolicy } from '@renderonline/domain';
import type { Logger } from '@renderonline/runtime';
import type { LogDesk } from '../attempt-logs/log-desk.ts';
import type { Clock } from '../scheduling/clock.ts';
import type { HpcAddress, HpcCalls, HpcLook } from './hpc-calls.ts';
import { createHpcLogReader } from './hpc-log-reader.ts';
import type { HpcReading } from './hpc-reading.ts';
import type { LeaseOrder, MachineListener, StartAnswer, StopAnswer, StopOrder } from './machine-transport.ts';

/** One machine reached over /hpc: asked again and again, and given orders in between. */
export interface HpcMachine {
  /** Begins to ask; every answer goes to the listener. */
  watch(listener: MachineListener): void;
  /** Its row was changed. */
  update(row: HpcMachineRow): void;
  /** Whether it renders, as far as anybody knows. */
  isRendering(): boolean;
  start(order: LeaseOrder): Promise<StartAnswer>;
  stop(order: StopOrder): Promise<StopAnswer>;
  /** Ends asking, and every call under way. */
  close(): void;
}

/** What people say of a machine. */
export interface HpcMachineRow {
  readonly name: string;
  readonly tags: readonly string[];
  readonly acceptsWork: boolean;
}

export interface HpcMachineOptions extends HpcMachineRow {
  readonly machineId: number;
  readonly address: HpcAddress;
  /** It holds a lease from before: until it says otherwise it counts as rendering. */
  readonly holdsLease: boolean;
  readonly calls: HpcCalls;
  /** Takes what its renderers say. */
  readonly logs: Pick<LogDesk, 'take'>;
  readonly log: Pick<Logger, 'warn'>;
  readonly clock: Clock;
  readonly random: () => number;
  readonly policy: RetryPolicy;
  readonly pollIntervalMs: number;
  readonly idlePollIntervalMs: number;
  /** For how long one that renders for us is tried in short intervals when it does not answer. */
  readonly silentAfterMs: number;
}

/** One render at a time; the rest nobody knows. */
const whatHpcDoesNotTell = {
  slots: 1,
  gpuCount: 0,
  fetchesProjects: false,
  memoryMb: null,
  whyNot: null,
  held: null,
  fingerprint: null,
} as const;

/** A machine that renders for us is not left alone for long when it does not answer. */
const renderingRetryFactor = 4;

export function createHpcMachine(options: HpcMachineOptions): HpcMachine {
  const { machineId, address, calls, clock, random, pollIntervalMs, idlePollIntervalMs } = options;
  const callsUnderWay = new Set<AbortController>();
  let { name, tags, acceptsWork } = options;
  let listener: MachineListener | undefined;
  let isRendering = options.holdsLease;
  /** A machine of 1.x stays one until it becomes unreachable: then it may have been replaced. */
  let hasAttempts = true;
  let failures = 0;
  let failingSinceMs: number | undefined;
  let isClosed = false;
  let commandsUnderWay = 0;
  let poll: AbortController | undefined;
  let forgetTimer: () => void = () => undefined;

  const logReader = createHpcLogReader({
    ...{ machineId, desk: options.logs, log: options.log },
    ask: (lease, from) => tracked(new AbortController(), (signal) => calls.log(address, lease, from, signal)),
  });

  function schedule(delayMs: number): void {
    forgetTimer();
    if (listener === undefined || isClosed) return;
    forgetTimer = clock.setTimer(delayMs, () => void ask());
  }

  /** The machines of a farm are not asked in step. */
  function jittered(intervalMs: number): number {
    return intervalMs * (0.9 + 0.2 * random());
  }

  async function look(signal: AbortSignal): Promise<HpcLook> {
    if (hasAttempts) {
      const answer = await calls.attempt(address, signal);
      if (answer.kind !== 'no-attempts') return answer;
      hasAttempts = false;
    }
    return calls.status(address, signal);
  }

  /** Makes a call that `close` ends. */
  async function tracked<Answer>(
    controller: AbortController,
    call: (signal: AbortSignal) => Promise<Answer>,
  ): Promise<Answer> {
    if (isClosed) controller.abort();
    callsUnderWay.add(controller);
    try {
      return await call(controller.signal);
    } finally {
      callsUnderWay.delete(controller);
    }
  }

  async function ask(): Promise<void> {
    if (commandsUnderWay > 0 || poll !== undefined) return;
    const mine = new AbortController();
    poll = mine;
    const answer = await tracked(mine, look);
    // An order went out meanwhile: what was asked before it says nothing about what came after.
    if (poll !== mine) return;
    poll = undefined;
    if (isClosed) return;
    if (answer.kind === 'seen') takeReading(answer.reading);
    else takeFailure(answer.kind === 'refusing', answer.kind === 'no-attempts' ? '' : answer.reason);
  }

  function takeReading({ engineNames, attempt }: HpcReading): void {
    failures = 0;
    failingSinceMs = undefined;
    isRendering = attempt?.state.kind === 'running';
    schedule(jittered(isRendering ? pollIntervalMs : idlePollIntervalMs));
    logReader.seen(attempt);
    const engines = engineNames.map((engine) => ({ name: engine, version: null, hasSessions: false }));
    listener?.({
      kind: 'reachable',
      machineId,
      name,
      engines,
      tags,
      acceptsWork,
      attempt,
      ...whatHpcDoesNotTell,
    });
  }

  function takeFailure(isRefusing: boolean, reason: string): void {
    failingSinceMs ??= clock.monotonicMs();
    hasAttempts = true;
    // By now its frames are somebody else's.
    if (clock.monotonicMs() - failingSinceMs > options.silentAfterMs) isRendering = false;
    const retryInMs = retryDelayMs();
    schedule(retryInMs);
    listener?.({
      ...{ kind: 'unreachable', machineId, name, isRefusing, reason, retryInMs },
      ...{ lostInMs: null, isFarewell: false },
    });
  }

  /** In short intervals while it may be rendering for us; only after that longer each time. */
  function retryDelayMs(): number {
    if (isRendering) return jittered(pollIntervalMs * renderingRetryFactor);
    failures += 1;
    return unreachableBackoffMs(failures, options.policy, random());
  }

  /** While an order is under way nobody asks; afterwards the machine is asked soon. */
  async function command<Answer>(
    call: (signal: AbortSignal) => Promise<Answer>,
    askInMs: (answer: Answer) => number,
  ): Promise<Answer> {
    forgetTimer();
    const overtaken = poll;
    poll = undefined;
    overtaken?.abort();
    commandsUnderWay += 1;
    const answer = await tracked(new AbortController(), call);
    commandsUnderWay -= 1;
    if (commandsUnderWay === 0) schedule(askInMs(answer));
    return answer;
  }

  return {
    watch(newListener) {
      listener = newListener;
      schedule(0);
    },
    update(row) {
      ({ name, tags, acceptsWork } = row);
    },
    isRendering: () => isRendering,
    start: (order) =>
      command(
        (signal) => calls.start(address, order, signal),
        ({ kind }) => {
          if (kind === 'accepted' || kind === 'unclear') isRendering = true;
          return kind === 'accepted' ? jittered(pollIntervalMs) : 0;
        },
      ),
    stop: (order) =>
      command(
        (signal) => calls.stop(address, order, signal),
        () => 0,
      ),
    close() {
      forgetTimer();
      listener = undefined;
      isClosed = true;
      for (const controller of callsUnderWay) controller.abort();
    },
  };
}
