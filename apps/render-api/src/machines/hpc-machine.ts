import { unreachableBackoffMs, type RetryPolicy } from '@renderonline/domain';
import type { Clock } from '../scheduling/clock.ts';
import type { HpcAddress, HpcCalls, HpcLook } from './hpc-calls.ts';
import type { HpcReading } from './hpc-reading.ts';
import type { LeaseOrder, MachineListener, StartAnswer, StopAnswer, StopOrder } from './machine-transport.ts';

/** One machine reached over /hpc: asked again and again, and given orders in between. */
export interface HpcMachine {
  /** Begins to ask; every answer goes to the listener. */
  watch(listener: MachineListener): void;
  rename(name: string): void;
  setAcceptsWork(acceptsWork: boolean): void;
  /** Whether it renders, as far as anybody knows. */
  isRendering(): boolean;
  start(order: LeaseOrder): Promise<StartAnswer>;
  stop(order: StopOrder): Promise<StopAnswer>;
  /** Ends asking, and every call under way. */
  close(): void;
}

export interface HpcMachineOptions {
  readonly machineId: number;
  readonly name: string;
  readonly address: HpcAddress;
  readonly acceptsWork: boolean;
  /** It holds a lease from before: until it says otherwise it counts as rendering. */
  readonly holdsLease: boolean;
  readonly calls: HpcCalls;
  readonly clock: Clock;
  readonly random: () => number;
  readonly policy: RetryPolicy;
  readonly pollIntervalMs: number;
  readonly idlePollIntervalMs: number;
  /** For how long one that renders for us is tried in short intervals when it does not answer. */
  readonly silentAfterMs: number;
}

/** A machine that renders for us is not left alone for long when it does not answer. */
const renderingRetryFactor = 4;

export function createHpcMachine(options: HpcMachineOptions): HpcMachine {
  const { machineId, address, calls, clock, random, pollIntervalMs, idlePollIntervalMs } = options;
  const lifetime = new AbortController();
  let { name, acceptsWork } = options;
  let listener: MachineListener | undefined;
  let isRendering = options.holdsLease;
  /** A machine of 1.x stays one until it becomes unreachable: then it may have been replaced. */
  let hasAttempts = true;
  let failures = 0;
  let failingSinceMs = 0;
  let commandsUnderWay = 0;
  let poll: AbortController | undefined;
  let forgetTimer: () => void = () => undefined;

  function schedule(delayMs: number): void {
    forgetTimer();
    if (listener === undefined || lifetime.signal.aborted) return;
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

  async function ask(): Promise<void> {
    if (commandsUnderWay > 0 || poll !== undefined) return;
    const mine = new AbortController();
    poll = mine;
    const answer = await look(AbortSignal.any([mine.signal, lifetime.signal]));
    // An order went out meanwhile: what was asked before it says nothing about what came after.
    if (poll !== mine) return;
    poll = undefined;
    if (lifetime.signal.aborted) return;
    if (answer.kind === 'seen') takeReading(answer.reading);
    else takeFailure(answer.kind === 'refusing', answer.kind === 'no-attempts' ? '' : answer.reason);
  }

  function takeReading({ engineNames, attempt }: HpcReading): void {
    failures = 0;
    isRendering = attempt?.state.kind === 'running';
    schedule(jittered(isRendering ? pollIntervalMs : idlePollIntervalMs));
    listener?.({ kind: 'reachable', machineId, name, engineNames, acceptsWork, attempt });
  }

  function takeFailure(isRefusing: boolean, reason: string): void {
    if (failures === 0) failingSinceMs = clock.monotonicMs();
    failures += 1;
    hasAttempts = true;
    // By now its frames are somebody else's.
    if (clock.monotonicMs() - failingSinceMs > options.silentAfterMs) isRendering = false;
    const backoffMs = unreachableBackoffMs(failures, options.policy, random());
    const retryInMs = isRendering ? Math.min(backoffMs, pollIntervalMs * renderingRetryFactor) : backoffMs;
    schedule(retryInMs);
    listener?.({ kind: 'unreachable', machineId, name, isRefusing, reason, retryInMs });
  }

  /** While an order is under way nobody asks; afterwards the machine is asked soon. */
  async function command<Answer>(
    call: () => Promise<Answer>,
    askInMs: (answer: Answer) => number,
  ): Promise<Answer> {
    forgetTimer();
    const overtaken = poll;
    poll = undefined;
    overtaken?.abort();
    commandsUnderWay += 1;
    const answer = await call();
    commandsUnderWay -= 1;
    if (commandsUnderWay === 0) schedule(askInMs(answer));
    return answer;
  }

  return {
    watch(newListener) {
      listener = newListener;
      schedule(0);
    },
    rename(newName) {
      name = newName;
    },
    setAcceptsWork(newAcceptsWork) {
      acceptsWork = newAcceptsWork;
    },
    isRendering: () => isRendering,
    start: (order) =>
      command(
        () => calls.start(address, order, lifetime.signal),
        ({ kind }) => {
          if (kind === 'accepted' || kind === 'unclear') isRendering = true;
          return kind === 'accepted' ? jittered(pollIntervalMs) : 0;
        },
      ),
    stop: (order) =>
      command(
        () => calls.stop(address, order, lifetime.signal),
        () => 0,
      ),
    close() {
      forgetTimer();
      listener = undefined;
      lifetime.abort();
    },
  };
}
