import { cancelTask, type Database } from '@renderonline/database';
import { defaultRetryPolicy } from '@renderonline/domain';
import type { Logger } from '@renderonline/runtime';
import type { MachineTransport } from '../machines/machine-transport.ts';
import type { Clock } from './clock.ts';
import { holderIdentity, isDeadProcessOfThisHost } from './leadership/holder-identity.ts';
import { createLeadership } from './leadership/leadership.ts';
import { createLeaseBook } from './leases/lease-book.ts';
import { createLeaseEnder } from './leases/lease-ender.ts';
import { createLeaseSender } from './leases/lease-sender.ts';
import { createReportFollower } from './leases/report-follower.ts';
import { createMachineBoard } from './machines/machine-board.ts';
import { machineViews } from './machines/machine-views.ts';
import { createRenderStopper } from './machines/render-stopper.ts';
import { createSilenceWatch } from './machines/silence-watch.ts';
import { createStrayRenders } from './machines/stray-renders.ts';
import { createGrantRound } from './rounds/grant-round.ts';
import { createLeaseReconciliation } from './rounds/lease-reconciliation.ts';
import { createTerm, type Term } from './rounds/term.ts';
import type { SchedulerContext } from './scheduler-context.ts';
import type { Scheduler, SchedulingSettings } from './scheduler.ts';
import { createFrameCountsCache } from './tasks/frame-counts.ts';
import { progressOfTask } from './tasks/task-progress.ts';
import { createTaskWatchers } from './tasks/task-watchers.ts';
import { waitingReason } from './tasks/waiting-reason.ts';

export interface SchedulerDependencies {
  readonly database: Database;
  readonly transport: MachineTransport;
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

/** Puts the scheduler together (docs/scheduling.md tells what its parts do). Nothing runs before `start`. */
export function createScheduler(dependencies: SchedulerDependencies): Scheduler {
  const { database, transport, clock, random, log, settings } = dependencies;
  const policy = { ...defaultRetryPolicy, maxAttempts: settings.maxAttempts };
  const book = createLeaseBook();
  const holdsLease = (machineId: number) => book.onMachine(machineId).length > 0;
  const board = createMachineBoard({ clock, random, policy, holdsLease });
  const watchers = createTaskWatchers(log);
  const counts = createFrameCountsCache(database, log);
  const context: SchedulerContext = {
    database,
    transport,
    clock,
    random,
    log,
    policy,
    book,
    board,
    stopTimeoutMs: settings.stopTimeoutMs ?? defaultStopTimeoutMs,
    maxRenderMs: settings.maxRenderMs,
    requestRound: () => {
      term.requestRound();
    },
    taskChanged: watchers.tell,
  };
  const stopper = createRenderStopper(context);
  const ender = createLeaseEnder(context, stopper);
  const sender = createLeaseSender(context, ender, stopper, (machineId) => {
    follower.follow(machineId);
  });
  const strays = createStrayRenders(context, stopper);
  const follower = createReportFollower(context, { ender, sender, stopper, strays });
  const round = createGrantRound(context, sender, {
    leaseTtlMs: settings.leaseTtlMs,
    onGranted: (taskIds) => {
      term.leasesAdded(taskIds);
    },
    isCurrent: (generation) => term.isCurrent(generation),
  });
  const silence = createSilenceWatch(context, ender, {
    silentAfterMs: settings.machineSilentAfterMs,
    confirmLeadership: () => leadership.confirm(),
  });
  const reconciliation = createLeaseReconciliation(context, stopper);
  const term: Term = createTerm(
    context,
    { round, reconciliation, follower, strays, silence, counts },
    {
      rescanIntervalMs: settings.rescanIntervalMs ?? defaultRescanIntervalMs,
      leaseTtlMs: settings.leaseTtlMs,
      machineSilentAfterMs: settings.machineSilentAfterMs,
    },
  );
  const leadership = createLeadership({
    database,
    clock,
    log,
    holder: dependencies.holder ?? holderIdentity(),
    isDead: dependencies.isDeadHolder ?? isDeadProcessOfThisHost,
    ttlMs: settings.leadershipTtlMs,
    onGained: async (generation) => {
      term.begin(generation);
    },
    onLost: () => term.end(),
  });

  return {
    start: () => leadership.start(),
    wake: () => {
      term.wake();
    },
    async cancelTask(taskId) {
      const { wasQueued, endedLeases } = await cancelTask(database, { taskId, nowMs: clock.nowMs() });
      watchers.tell(taskId);
      await Promise.all(endedLeases.map((lease) => stopper.stopEnded({ ...lease, taskId })));
      term.requestRound();
      return { wasQueued };
    },
    progressOf: (taskId) => progressOfTask(book.ofTask(taskId), counts.of(taskId), clock.nowMs()),
    waitingReasonOf(taskId) {
      if (leadership.generation() === undefined) return 'another RenderAPI gives out the work';
      const task = round.waiting().get(taskId);
      if (task === undefined) return undefined;
      return waitingReason({
        engineName: task.engine.name,
        notBeforeMs: task.notBeforeMs,
        avoidMachineIds: task.avoidMachineIds,
        machines: board.all(),
        isFree: board.isFree,
        nowMs: clock.nowMs(),
      });
    },
    machines: () => machineViews(board, book),
    onTaskChanged: watchers.add,
    isLeader: () => leadership.generation() !== undefined,
    close: () => leadership.close(),
  };
}
