import {
  listLiveLeases,
  listQueueRevisions,
  loadFarmTasks,
  renewLeases,
  setMachineSeen,
} from '@renderonline/database';
import type { LeaseChanges } from '../leases/lease-changes.ts';
import type { HeldLease } from '../leases/held-lease.ts';
import type { FarmMachines } from '../machines/farm-machines.ts';
import type { LostMachines } from '../machines/lost-machines.ts';
import type { Sessions } from '../machines/sessions.ts';
import type { TermContext } from './term-context.ts';

/** Reads what others wrote: tasks that were enqueued or changed, leases that were ended. */
export interface Reading {
  want(taskId: number): void;
  /** Everything is looked through for changes. */
  wantRescan(): void;
  isWanted(): boolean;
  /**
   * Reads what is wanted and puts it to the farm. Nothing may be undecided or uncommitted meanwhile: what is
   * read must not be older than what the farm knows.
   */
  read(): Promise<void>;
  /** Renews the leases of machines that were heard of lately, beside everything else. */
  renewWhenDue(): Promise<void>;
}

export interface ReadingParts {
  readonly leases: LeaseChanges;
  readonly machines: FarmMachines;
  readonly sessions: Sessions;
  readonly lost: LostMachines;
  /** What the machine renders may be nobody's now. */
  readonly onLeaseGone: (machineId: number) => void;
  readonly leaseTtlMs: number;
  readonly silentAfterMs: number;
}

const tasksPerQuery = 500;
/** Comparing all leases takes no more than this part of the time, however many there are. */
const reconcileShare = 0.01;

export function createReading(context: TermContext, parts: ReadingParts): Reading {
  const { database, farm, farmClock, book, board, tasks, clock, log, stopper } = context;
  const { leases, machines, sessions, lost, leaseTtlMs } = parts;
  let wanted = new Set<number>();
  let isRescanWanted = false;
  let renewedAtMs = clock.monotonicMs();
  let reconcileAtMs = clock.monotonicMs() + leaseTtlMs / 3;
  /** A task that was read has other leases than we know of. */
  let isInDoubt = false;

  async function read(): Promise<void> {
    const isRescan = isRescanWanted;
    isRescanWanted = false;
    const taskIds = wanted;
    wanted = new Set();
    try {
      if (isRescan) for (const taskId of await changedTasks()) taskIds.add(taskId);
      await readTasks([...taskIds]);
      if (isRescan || isInDoubt) await readTasks(await reconcileWhenDue());
    } catch (error) {
      for (const taskId of taskIds) wanted.add(taskId);
      isRescanWanted ||= isRescan;
      throw error;
    }
  }

  async function changedTasks(): Promise<number[]> {
    const known = new Set(tasks.ids());
    const changed: number[] = [];
    for (const { taskId, revision } of await listQueueRevisions(database.db)) {
      known.delete(taskId);
      if (tasks.get(taskId)?.revision !== revision) changed.push(taskId);
    }
    return [...changed, ...known];
  }

  async function readTasks(taskIds: readonly number[]): Promise<void> {
    for (let at = 0; at < taskIds.length; at += tasksPerQuery) {
      const ids = taskIds.slice(at, at + tasksPerQuery);
      const rows = await loadFarmTasks(database.db, { taskIds: ids });
      if (!context.isCurrent()) return;
      const missing = new Set(ids);
      for (const row of rows) {
        missing.delete(row.taskId);
        farm.putTask(tasks.put(row), farmClock.nowMs());
        // Canceled and asked for again since the last look: it is in the queue, and its leases are gone.
        if (farm.task(row.taskId)?.leased !== row.framesLeased) isInDoubt = true;
        context.changes.tell(row.taskId);
      }
      for (const taskId of missing) removeTask(taskId);
    }
  }

  /** It ended, or was deleted: another program may not have told its machines. */
  function removeTask(taskId: number): void {
    farm.removeTask(taskId);
    for (const held of book.ofTask(taskId)) stopForeign(held);
    tasks.remove(taskId);
    sessions.closeAll(taskId);
    context.changes.tell(taskId);
  }

  function stopForeign(held: HeldLease): void {
    book.remove(held.leaseId);
    // Somebody who canceled it here stops it.
    if (!held.isEnding) {
      const { taskId, leaseId, machineId } = held;
      log.info({ taskId, leaseId }, 'another program ended the lease');
      void stopper.stopEnded({ ...held, transport: context.transportTo(machineId), held });
    }
    machines.sync(held.machineId);
    parts.onLeaseGone(held.machineId);
  }

  /**
   * Once in a while, and when in doubt, everything is compared: whatever went wrong, memory and database agree again.
   *
   * @returns the tasks that have to be read once more
   */
  async function reconcileWhenDue(): Promise<number[]> {
    const beganMs = clock.monotonicMs();
    if (beganMs < reconcileAtMs && !isInDoubt) return [];
    const live = await listLiveLeases(database.db);
    if (!context.isCurrent()) return [];
    isInDoubt = false;
    const gone: number[] = [];
    const tookMs = clock.monotonicMs() - beganMs;
    reconcileAtMs = clock.monotonicMs() + Math.max(leaseTtlMs / 3, tookMs / reconcileShare);
    const liveIds = new Set(live.map(({ leaseId }) => leaseId));
    for (const held of [...book.all()]) {
      if (liveIds.has(held.leaseId)) continue;
      farm.leaseEnded(held.leaseId, goneEnd, farmClock.nowMs());
      stopForeign(held);
      gone.push(held.taskId);
    }
    for (const lease of live) {
      if (book.get(lease.leaseId) !== undefined) continue;
      log.warn({ leaseId: lease.leaseId, taskId: lease.taskId }, 'ending a lease that nobody knows');
      leases.cancel(lease);
      wanted.add(lease.taskId);
    }
    if (wanted.size > 0) context.requestStep();
    lost.arm();
    return gone;
  }

  return {
    want: (taskId) => void wanted.add(taskId),
    wantRescan() {
      isRescanWanted = true;
    },
    isWanted: () => isRescanWanted || wanted.size > 0,
    read,
    async renewWhenDue() {
      const nowMs = clock.monotonicMs();
      if (nowMs - renewedAtMs < leaseTtlMs / 3) return;
      renewedAtMs = nowMs;
      const heardSinceMs = nowMs - parts.silentAfterMs;
      const heard = board
        .all()
        .filter(({ lastHeardMs }) => lastHeardMs !== undefined && lastHeardMs >= heardSinceMs);
      const heardIds = new Set(heard.map(({ machineId }) => machineId));
      const due = [...book.all()].filter(
        (held) =>
          held.phase !== 'granting' &&
          nowMs - held.heldSinceMs > leaseTtlMs / 6 &&
          heardIds.has(held.machineId),
      );
      const expiresAtMs = clock.nowMs() + leaseTtlMs;
      if (due.length > 0) await renewLeases(database.db, { leases: due, expiresAtMs });
      // The link notes itself when its machines are there.
      const asked = heard.filter(({ transport }) => transport === 'hpc');
      const seen = asked.map(({ machineId, lastHeardAtMs }) => ({ machineId, seenAtMs: lastHeardAtMs ?? 0 }));
      if (seen.length > 0) await setMachineSeen(database.db, { machines: seen });
    },
  };
}

const goneEnd = { outcome: { kind: 'canceled' }, cause: null, failedFrame: null } as const;
