import { setImmediate as nextTurn } from 'node:timers/promises';
import { createFarm, defaultFarmPolicy, type FarmPolicy } from '@renderonline/domain';
import { listMachines } from '@renderonline/database';
import type { FramePublisher } from '../../machines/frame-publisher.ts';
import type { MachineTransport } from '../../machines/machine-transport.ts';
import { coalesceWork } from '../coalesced-work.ts';
import { createCommitWriter } from '../commits/commit-writer.ts';
import { createFarmChanges } from '../commits/farm-changes.ts';
import { createFarmClock } from '../farm-clock.ts';
import { createLeaseBook } from '../leases/lease-book.ts';
import { createMachineBoard } from '../machines/machine-board.ts';
import type { SchedulerContext } from '../scheduler-context.ts';
import { createTaskBook } from '../tasks/task-book.ts';
import { takeReport } from './machine-reports.ts';
import { readState, takeUp } from './take-up.ts';
import type { TermContext } from './term-context.ts';
import { createTermParts, type TermParts } from './term-parts.ts';

/** The time in which this RenderAPI schedules: what runs then, and only then. */
export interface Term {
  begin(): void;
  /** Resolves when nothing of the term runs any more. */
  end(): Promise<void>;
  /** Something was committed that the farm has to know. */
  wake(taskId?: number): void;
  /** Resolves when the machines' rows were read anew. */
  refreshMachines(): Promise<void>;
  /** A task was canceled in the database, and its machines are being told. */
  taskCanceled(taskId: number): void;
  /** What works now; undefined before the state was read. */
  parts(): TermParts | undefined;
}

export interface TermOptions {
  readonly generation: number;
  readonly transports: readonly MachineTransport[];
  readonly publisher: FramePublisher;
  readonly newToken: () => string;
  readonly onLeadershipLost: () => void;
  readonly settings: {
    readonly rescanIntervalMs: number;
    readonly leaseTtlMs: number;
    readonly machineSilentAfterMs: number;
    readonly linkReturnGraceMs: number;
    readonly maxAttempts: number;
    readonly hungFrameFactor: number;
    readonly hungFrameMinMs: number;
    readonly allowsScripts: boolean;
  };
}

/** A step that failed (the database is away) is tried again after this. */
const stepRetryMs = 500;
/** Looking for changes takes no more than this part of the time, however long the queue. */
const rescanShare = 0.05;

/**
 * Everything goes through one loop, one step at a time: what came in is put to the farm, what others wrote is
 * read, the farm decides, and all of it is committed together; only then is anything sent, acknowledged or told.
 * What comes in during a commit is the next step's. When nothing comes nothing runs, and the first thing that
 * comes is committed at once.
 */
export function createTerm(context: SchedulerContext, options: TermOptions): Term {
  const { database, clock, log } = context;
  const { generation, transports, publisher, settings } = options;
  const changes = createFarmChanges((error) => {
    log.error({ err: error }, 'what follows from a commit failed');
  });
  const writer = createCommitWriter({
    database,
    generation,
    clock,
    log,
    onLeadershipLost: options.onLeadershipLost,
    onWaitingTasks(taskIds) {
      waitingTasks.push(...taskIds);
    },
  });
  const farmClock = createFarmClock(clock);
  const timers = new Set<() => void>();
  /** They waited for tasks that ended with the commit under way. */
  const waitingTasks: number[] = [];
  let inputs: (() => void)[] = [];
  let parts: TermParts | undefined;
  let isOver = false;
  const isCurrent = (): boolean => !isOver;

  const work = coalesceWork(step, (error) => {
    log.warn({ err: error }, 'a scheduling step failed; trying again');
    inMs(stepRetryMs, requestStep);
  });
  const refresh = coalesceWork(refreshNow, (error) => {
    log.warn({ err: error }, 'the machines could not be read; trying again');
  });

  function requestStep(): void {
    if (isCurrent()) work.request();
  }

  function inMs(delayMs: number, callback: () => void): void {
    if (!isCurrent()) return;
    const forget = clock.setTimer(delayMs, () => {
      timers.delete(forget);
      callback();
    });
    timers.add(forget);
  }

  function act(input: () => void): void {
    if (!isCurrent()) return;
    inputs.push(input);
    requestStep();
  }

  async function step(): Promise<void> {
    // Whatever is there to be read from sockets goes with it: a commit on SQLite holds everything up.
    await nextTurn();
    if (!isCurrent()) return;
    parts ??= await open();
    if (parts === undefined || !isCurrent()) return;
    takeInputs();
    if (parts.reading.isWanted()) {
      await commit(parts);
      if (isCurrent()) await parts.reading.read();
      if (!isCurrent()) return;
      takeInputs();
    }
    parts.decisions.take();
    await commit(parts);
  }

  function takeInputs(): void {
    const taken = inputs;
    inputs = [];
    for (const input of taken) {
      try {
        input();
      } catch (error) {
        // One that cannot be applied must not keep the others from being applied.
        log.error({ err: error }, 'something that happened could not be put to the farm');
      }
    }
  }

  async function commit({ desk }: TermParts): Promise<void> {
    if (changes.isEmpty()) return;
    const taken = changes.take();
    if (!(await writer.write(taken))) return;
    const published = [...taken.taskIds].map(async (taskId) => {
      await desk.published(taskId);
      context.taskChanged(taskId);
    });
    const waiting = waitingTasks.splice(0);
    // A step takes files that are in their place.
    if (waiting.length > 0) {
      void Promise.all(published).then(() => {
        wakeWaiting(waiting);
      });
    }
  }

  function wakeWaiting(taskIds: readonly number[]): void {
    for (const taskId of taskIds) parts?.reading.want(taskId);
    requestStep();
  }

  async function open(): Promise<TermParts | undefined> {
    const state = await readState(database, publisher, log);
    if (!isCurrent()) return undefined;
    const opened = build(state.lastLeaseId + 1);
    takeUp(opened, state, settings.linkReturnGraceMs);
    parts = opened;
    const linked = new Set(
      state.machines.filter(({ transport }) => transport === 'link').map(({ machineId }) => machineId),
    );
    const holding = state.live.map(({ machineId }) => machineId);
    for (const transport of transports) {
      const { kind } = transport;
      // A machine without a row is none of a link's: /hpc says that it was removed.
      const own = new Set(holding.filter((machineId) => linked.has(machineId) === (kind === 'link')));
      transport.open(
        (report) => {
          if (isCurrent()) takeReport(opened, kind, report);
        },
        own,
        (machineId) => opened.context.book.onMachine(machineId),
      );
    }
    // Who woke us for a task while the state was being read was not heard.
    opened.reading.wantRescan();
    requestStep();
    refresh.request();
    return opened;
  }

  function build(firstLeaseId: number): TermParts {
    const policy: FarmPolicy = {
      ...defaultFarmPolicy,
      maxAttemptsPerFrame: settings.maxAttempts,
      hungMedianFactor: settings.hungFrameFactor,
      hungMinMs: settings.hungFrameMinMs,
      leaseTtlMs: settings.leaseTtlMs,
    };
    const { random } = context;
    const board = createMachineBoard({
      clock,
      random,
      policy: {
        maxAttempts: policy.maxAttemptsPerFrame,
        maxMachineLosses: policy.maxMachineLossesPerFrame,
        backoffBaseMs: policy.backoffBaseMs,
        backoffMaxMs: policy.backoffMaxMs,
      },
    });
    const termContext: TermContext = {
      ...context,
      generation,
      publisher,
      farm: createFarm({ policy, random, firstLeaseId, newToken: options.newToken }),
      farmClock,
      book: createLeaseBook(),
      board,
      tasks: createTaskBook(farmClock, settings.allowsScripts),
      changes,
      act,
      requestStep,
      reread(taskId) {
        parts?.reading.want(taskId);
        requestStep();
      },
      isCurrent,
      transportTo(machineId) {
        const kind = board.get(machineId)?.transport ?? 'hpc';
        return transports.find((transport) => transport.kind === kind);
      },
    };
    return createTermParts(termContext, publisher, settings);
  }

  async function refreshNow(): Promise<void> {
    if (parts === undefined || !isCurrent()) return;
    for (const transport of transports) await transport.refresh();
    const rows = await listMachines(database.db, { withFacts: false });
    if (!isCurrent()) return;
    for (const { machineId, name, transport, isEnabled } of rows) {
      // One that is revoked or disabled is not let in: nobody waits for its answer.
      if (transport === 'link' && isEnabled) parts.context.board.expect(machineId, name, transport);
    }
    parts.quarantines.note(rows);
  }

  function rescanLater(delayMs: number): void {
    inMs(delayMs, () => {
      const beganMs = clock.monotonicMs();
      wakeAll();
      // Not until nothing is to do: a busy farm always has something to do.
      void Promise.all([work.done(), renew()]).then(() => {
        const tookMs = clock.monotonicMs() - beganMs;
        rescanLater(Math.max(settings.rescanIntervalMs, tookMs / rescanShare));
      });
    });
  }

  async function renew(): Promise<void> {
    try {
      await parts?.reading.renewWhenDue();
    } catch (error) {
      log.warn({ err: error }, 'leases could not be renewed; trying again');
    }
  }

  function wakeAll(): void {
    if (parts !== undefined) {
      parts.reading.wantRescan();
      const asked = parts.context.board.all().filter(({ transport }) => transport === 'hpc');
      for (const { machineId } of asked) parts.follower.follow(machineId);
      refresh.request();
    }
    requestStep();
  }

  return {
    begin() {
      timers.add(farmClock.keepAwake());
      requestStep();
      rescanLater(settings.rescanIntervalMs);
    },
    async end() {
      isOver = true;
      writer.stop();
      for (const forget of timers) forget();
      parts?.decisions.stop();
      parts?.lost.stop();
      parts?.machines.stop();
      await work.idle();
      // A start call under way is let finish (its limit is short): then nobody has to find out what became of it.
      await Promise.all([...(parts?.context.book.all() ?? [])].map(({ sent }) => sent));
      await Promise.all(transports.map((transport) => transport.close()));
      await parts?.events.idle();
      parts?.desk.stop();
      await refresh.idle();
    },
    wake(taskId) {
      if (taskId === undefined) wakeAll();
      else {
        parts?.reading.want(taskId);
        requestStep();
      }
    },
    async refreshMachines() {
      refresh.request();
      await refresh.idle();
    },
    taskCanceled(taskId) {
      parts?.reading.want(taskId);
      requestStep();
    },
    parts: () => parts,
  };
}
