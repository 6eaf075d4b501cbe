import { randomUUID } from 'node:crypto';
import { cancelTask, findMachine, setQuarantine, type Database } from '@renderonline/database';
import { defaultFarmPolicy, say } from '@renderonline/domain';
import type { Logger } from '@renderonline/runtime';
import type { FramePublisher } from '../machines/frame-publisher.ts';
import type { MachineTransport } from '../machines/machine-transport.ts';
import type { Clock } from './clock.ts';
import { holderIdentity, isDeadProcessOfThisHost } from './leadership/holder-identity.ts';
import { createLeadership } from './leadership/leadership.ts';
import type { HeldLease } from './leases/held-lease.ts';
import type { LeaseFacts } from './leases/lease-facts.ts';
import { farmLoadOf } from './machines/farm-load.ts';
import { machineViews } from './machines/machine-views.ts';
import { createRenderStopper } from './machines/render-stopper.ts';
import type { SchedulerContext } from './scheduler-context.ts';
import type { Scheduler, SchedulingSettings } from './scheduler.ts';
import { progressOfTask } from './tasks/task-progress.ts';
import type { FramesChanged } from './tasks/frames-changed.ts';
import { waitingReasonOfTask } from './tasks/waiting-reason.ts';
import { createWatchers } from './tasks/watchers.ts';
import { createTerm, type Term } from './term/term.ts';

export interface SchedulerDependencies {
  readonly database: Database;
  /** One of each kind at most. */
  readonly transports: readonly MachineTransport[];
  readonly publisher: FramePublisher;
  readonly clock: Clock;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly log: Logger;
  readonly settings: SchedulingSettings;
  /** This process in the database, `host:pid:start`, and whether such a one is dead; tests pass their own. */
  readonly holder?: string;
  readonly isDeadHolder?: (holder: string) => boolean;
}

const defaultStopTimeoutMs = 10_000;
const defaultRescanIntervalMs = 3000;
const defaultLinkReturnGraceMs = 10_000;
/** A folder that cannot be written just now must not keep people from what is there. */
const outputsInPlaceLimitMs = 5000;

/** Puts the scheduler together (docs/scheduling.md tells what its parts do). Nothing runs before `start`. */
export function createScheduler(dependencies: SchedulerDependencies): Scheduler {
  const { database, transports, publisher, clock, random, log, settings } = dependencies;
  let term: Term | undefined;
  const parts = () => term?.parts();
  const watchers = createWatchers<number>(log);
  const frameWatchers = createWatchers<FramesChanged>(log);
  const stopper = createRenderStopper({
    log,
    stopTimeoutMs: settings.stopTimeoutMs ?? defaultStopTimeoutMs,
    onAsked(machineId) {
      parts()?.context.board.expectNews(machineId);
      parts()?.machines.sync(machineId);
    },
    onHeard: (machineId) => parts()?.context.board.heard(machineId),
  });
  const { maxRenderMs } = settings;
  const taskChanged = watchers.tell;
  const framesChanged = frameWatchers.tell;
  const context: SchedulerContext = {
    ...{ database, clock, random, log, stopper, maxRenderMs },
    ...{ taskChanged, framesChanged },
  };
  const leadership = createLeadership({
    database,
    clock,
    log,
    holder: dependencies.holder ?? holderIdentity(),
    isDead: dependencies.isDeadHolder ?? isDeadProcessOfThisHost,
    ttlMs: settings.leadershipTtlMs,
    async onGained(generation) {
      term = createTerm(context, {
        generation,
        transports,
        publisher,
        newToken: randomUUID,
        // Not awaited: stepping down ends the term, which waits for whoever found out.
        onLeadershipLost: () => void leadership.confirm().catch(() => undefined),
        settings: {
          rescanIntervalMs: settings.rescanIntervalMs ?? defaultRescanIntervalMs,
          leaseTtlMs: settings.leaseTtlMs,
          machineSilentAfterMs: settings.machineSilentAfterMs,
          linkReturnGraceMs: settings.linkReturnGraceMs ?? defaultLinkReturnGraceMs,
          maxAttempts: settings.maxAttempts,
          hungFrameFactor: settings.hungFrameFactor ?? defaultFarmPolicy.hungMedianFactor,
          hungFrameMinMs: settings.hungFrameMinMs ?? defaultFarmPolicy.hungMinMs,
          allowsScripts: settings.allowsScripts ?? false,
        },
      });
      term.begin();
    },
    async onLost() {
      const ending = term;
      term = undefined;
      await ending?.end();
    },
  });

  /** Also where another RenderAPI schedules: there the row tells how the machine is reached. */
  async function transportTo(machineId: number): Promise<MachineTransport | undefined> {
    const known = parts()?.context.transportTo(machineId);
    if (known !== undefined) return known;
    const machine = await findMachine(database.db, { machineId });
    return transports.find(({ kind }) => kind === (machine?.transport ?? 'hpc'));
  }

  return {
    start: () => leadership.start(),
    wake: (taskId) => term?.wake(taskId),
    async cancelTask(taskId) {
      const canceled = await cancelTask(database, { taskId, nowMs: clock.nowMs() });
      const { wasQueued, endedLeases, waitingTasks } = canceled;
      for (const changed of [taskId, ...waitingTasks]) watchers.tell(changed);
      const book = parts()?.context.book;
      for (const { leaseId } of endedLeases) markEnding(book?.get(leaseId));
      for (const changed of [taskId, ...waitingTasks]) term?.taskCanceled(changed);
      await Promise.all(
        endedLeases.map(async (lease) =>
          stopper.stopEnded({
            ...lease,
            taskId,
            transport: await transportTo(lease.machineId),
            held: book?.get(lease.leaseId),
          }),
        ),
      );
      return { wasQueued };
    },
    progressOf(taskId) {
      const open = parts()?.context;
      if (open === undefined) return undefined;
      const estimate = open.farm.estimate(taskId, open.farmClock.nowMs());
      const leases = open.book.ofTask(taskId);
      return progressOfTask({
        leases,
        estimate,
        nowMs: clock.nowMs(),
        nameOf: (id) => open.board.nameOf(id),
      });
    },
    waitingReasonOf(taskId) {
      if (leadership.generation() === undefined) return say('other-api-schedules');
      const open = parts()?.context;
      return open && waitingReasonOfTask(open, taskId);
    },
    forecast(task) {
      const open = parts()?.context;
      return open?.farm.forecast(task, open.farmClock.nowMs());
    },
    machines() {
      const open = parts()?.context;
      return open === undefined ? [] : machineViews(open);
    },
    load() {
      const open = parts()?.context;
      return open && farmLoadOf(open);
    },
    leaseOf(leaseId) {
      const held = parts()?.context.book.get(leaseId);
      return held === undefined || !isLive(held) ? undefined : factsOf(held);
    },
    leasesOfMachine: (machineId) =>
      (parts()?.context.book.onMachine(machineId) ?? []).filter(isLive).map(factsOf),
    async outputsInPlace(taskId) {
      const published = parts()?.desk.published(taskId);
      if (published === undefined) return;
      const late = Promise.withResolvers<undefined>();
      const forget = clock.setTimer(outputsInPlaceLimitMs, () => {
        late.resolve(undefined);
      });
      await Promise.race([published, late.promise]);
      forget();
    },
    refreshMachines: async () => term?.refreshMachines(),
    async releaseMachine(machineId) {
      await setQuarantine(database.db, { machineId, reason: null });
      await term?.refreshMachines();
    },
    onTaskChanged: watchers.add,
    onFramesChanged: frameWatchers.add,
    // Before it knows the live leases it would tell machines that theirs are gone.
    isLeader: () => leadership.generation() !== undefined && parts() !== undefined,
    close: () => leadership.close(),
  };
}

function markEnding(held: HeldLease | undefined): void {
  if (held !== undefined) held.isEnding = true;
}

function isLive(held: HeldLease): boolean {
  return held.phase !== 'granting' && !held.isEnding;
}

function factsOf({ leaseId, token, taskId, machineId, frames, isDuplicate }: HeldLease): LeaseFacts {
  return { leaseId, token, taskId, machineId, frames, isDuplicate };
}
