import { setTimeout as delay } from 'node:timers/promises';
import type { LinkTask } from '@renderonline/contract/link';
import { openBlenderSession } from '@renderonline/engines';
import { createLogCourier } from '../logs/log-courier.ts';
import { localNetwork } from '../neighbours/local-network.ts';
import { createNearestSources } from '../neighbours/nearest-source.ts';
import { createFileInspector } from '../outputs/file-inspector.ts';
import { createOutputBuffer } from '../outputs/output-buffer.ts';
import { createTurns } from '../outputs/turns.ts';
import { openProjectCache } from '../projects/project-cache.ts';
import { createProcessKeeper } from '../renders/process-keeper.ts';
import { createSlotSessions } from '../sessions/slot-sessions.ts';
import { chooseEngine } from './choose-engine.ts';
import { openLeaseFolders } from './lease-folder.ts';
import { createLeaseReport } from './lease-report.ts';
import { createLeaseRun, type LeaseRun } from './lease-run.ts';
import type {
  CreateLeaseRunner,
  InstalledEngine,
  LeaseRunner,
  LeaseRunnerInput,
  OfferedLease,
} from './lease-runner.ts';
import { openLogShelf } from './log-shelf.ts';
import type { Slot } from './slot.ts';
import type { WorkContext } from './work-context.ts';

/** Uploads at once: enough to hide the way to RenderAPI and back, few enough to leave it to the others. */
const uploadsAtOnce = 4;
/** Leases that wait here at once; RenderAPI offers one or two a slot. */
const mostWaiting = 1024;
/** Leases that have ended are known for a while: an offer that comes late must not be rendered again. */
const rememberedLeases = 1000;
/** Tasks known at once; RenderAPI says a task again before its first offer on a connection. */
const rememberedTasks = 1000;
/** A machine that lacks something for a lease is not asked for the like of it at once. */
const restMs = 60_000;
/** A machine that is held back says itself when it is not any more. */
const heldBackMs = 1000;
/** Longer than killing what can be killed takes. */
const stopLimitMs = 25_000;

/** Replaces what opens sessions, for tests. */
export interface LeaseRunnerParts {
  readonly openSession?: typeof openBlenderSession;
}

export const createLeaseRunner: CreateLeaseRunner = (input) => createLeaseRunnerOf(input, {});

/** As `createLeaseRunner`, of other parts. */
export async function createLeaseRunnerOf(
  input: LeaseRunnerInput,
  { openSession = openBlenderSession }: LeaseRunnerParts,
): Promise<LeaseRunner> {
  const { settings, clock, log, api } = input;
  const said: Pick<LeaseRunnerInput, 'emit' | 'hint'> = input;
  const { dataDirectory } = settings;
  const elapsedMs = () => clock.elapsedMs();
  const folders = await openLeaseFolders(dataDirectory);
  const courier = createLogCourier({ api, nowMs: elapsedMs, log });
  const shelf = await openLogShelf({
    ...{ dataDirectory, keep: settings.keepAttempts, maxBytes: settings.maxLogBytes },
    ...{ courier, memberSinceMs: input.memberSinceMs, clock, log },
  });
  const inspector = createFileInspector();
  const sources = createNearestSources({ api, network: localNetwork, elapsedMs, log });
  const projects = await openProjectCache({
    ...{ api, sources, inspector, clock, log, dataDirectory },
    limitBytes: settings.cacheBytes,
    sharedContents: settings.sharedContents,
  });
  const keeper = createProcessKeeper(input);
  const context: WorkContext = { ...input, keeper, shelf, folders, openSession };
  const sessions = createSlotSessions(context);
  const buffer = createOutputBuffer(settings.outputBufferBytes, pump);
  const deliveries = { api, inspector, buffer, turns: createTurns(uploadsAtOnce), log };

  const tasks = new Map<number, LinkTask>();
  /** In the order in which they were offered. */
  const runs = new Map<number, LeaseRun>();
  const over = new Set<number>();
  const slots: Slot[] = [{ isBusy: false, session: undefined }];
  let slotCount = 1;
  let holdingBack: string | null = null;
  let isStopped = false;

  /** Starts what can be started, in the order of the offers. */
  function pump(): void {
    if (isStopped || holdingBack !== null || !buffer.hasRoom()) return;
    for (const run of runs.values()) {
      if (run.phase === 'preparing') return;
      if (run.phase !== 'ready') continue;
      const slot = freeSlotFor(run);
      if (!slot) return;
      slot.isBusy = true;
      void run.start(slot).then(() => {
        slot.isBusy = false;
        pump();
      });
    }
  }

  /** The one that has the scene open, else one that has nothing open, else any. */
  function freeSlotFor({ ticket }: LeaseRun): Slot | undefined {
    if (slots.filter(({ isBusy }) => isBusy).length >= slotCount) return undefined;
    const free = slots.filter(({ isBusy }) => !isBusy);
    return (
      free.find(({ session }) => session?.fits(ticket.task, ticket.engine)) ??
      free.find(({ session }) => session === undefined) ??
      free[0]
    );
  }

  function take(lease: OfferedLease): void {
    const { leaseId, taskId } = lease;
    if (isStopped || runs.has(leaseId) || over.has(leaseId)) return;
    const task = tasks.get(taskId);
    const engine = task && chooseEngine(task, input.engines);
    const obstacle = obstacleTo(taskId, task, engine);
    if (!task || !engine || obstacle) {
      createLeaseReport({ lease, clock, ...said }).declined(obstacle?.reason ?? '', obstacle?.restMs ?? 0);
      return;
    }
    const run = createLeaseRun({
      ...{ projects, sessions, deliveries, context, said },
      ticket: { ...lease, offeredLast: lease.last, task, engine },
      onChange: pump,
    });
    runs.set(leaseId, run);
    void run.ended.then(() => {
      runs.delete(leaseId);
      remember(over, leaseId, rememberedLeases);
    });
  }

  /** Why a lease cannot be taken, and for how long to offer no other. */
  function obstacleTo(taskId: number, task: LinkTask | undefined, engine: InstalledEngine | undefined) {
    if (!task) return { reason: `task ${taskId} was not described`, restMs: 0 };
    if (!engine) return { reason: lackOf(task), restMs };
    if (holdingBack !== null) return { reason: holdingBack, restMs: heldBackMs };
    if (runs.size >= mostWaiting) return { reason: 'too many leases wait here already', restMs: heldBackMs };
    return undefined;
  }

  return {
    takeTask(task) {
      tasks.delete(task.taskId);
      tasks.set(task.taskId, task);
      for (const oldest of tasks.keys()) {
        if (tasks.size <= rememberedTasks) break;
        tasks.delete(oldest);
      }
    },
    offer(leases) {
      for (const lease of leases) take(lease);
      pump();
    },
    cancel(leases, reason) {
      for (const { leaseId, keepThrough } of leases) {
        log.debug({ leaseId, keepThrough, reason }, 'RenderAPI takes a lease back');
        runs.get(leaseId)?.cancel(keepThrough);
      }
      pump();
    },
    keepOnly(live) {
      const tokens = new Map(live.map(({ leaseId, token }) => [leaseId, token]));
      for (const run of runs.values()) {
        const { leaseId, token } = run.ticket;
        if (tokens.get(leaseId) !== token) run.drop();
      }
      pump();
    },
    held: () =>
      [...runs.values()].flatMap(({ ticket: { leaseId, token }, phase }) => {
        if (phase === 'ended') return [];
        const hasStarted = phase === 'running' || phase === 'delivering';
        return [{ leaseId, token, state: hasStarted ? ('running' as const) : ('offered' as const) }];
      }),
    closeSession(taskId) {
      sessions.closeOfTask(taskId);
    },
    followLogs(taskIds) {
      courier.follow(taskIds);
    },
    setSlots(count) {
      slotCount = Math.max(0, count);
      while (slots.length < slotCount) slots.push({ isBusy: false, session: undefined });
      pump();
    },
    holdBack(reason) {
      holdingBack = reason;
      if (reason !== null) for (const run of runs.values()) run.decline(reason, heldBackMs);
      pump();
    },
    sessions: () => sessions.list(),
    async stop() {
      isStopped = true;
      for (const run of runs.values()) run.drop();
      const everything = Promise.all([sessions.close(), ...[...runs.values()].map(({ ended }) => ended)]);
      const limit = new AbortController();
      await Promise.race([everything, delay(stopLimitMs, undefined, { signal: limit.signal, ref: false })]);
      limit.abort();
      await courier.stop();
      await inspector.close();
    },
  };
}

function lackOf({ engineName, engineVersion }: LinkTask): string {
  const version = engineVersion === null ? '' : ` in version ${engineVersion}`;
  return `this machine has no engine ${engineName}${version}`;
}

function remember(set: Set<number>, value: number, most: number): void {
  set.add(value);
  for (const oldest of set) {
    if (set.size <= most) return;
    set.delete(oldest);
  }
}
