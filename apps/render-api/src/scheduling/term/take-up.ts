import {
  lastLeaseId,
  listLiveLeases,
  listMachines,
  loadFarmTasks,
  type Database,
  type LiveLease,
  type Machine,
} from '@renderonline/database';
import type { Logger } from '@renderonline/runtime';
import { say } from '@renderonline/domain';
import type { FramePublisher } from '../../machines/frame-publisher.ts';
import type { TermParts } from './term-parts.ts';

/** The database as a term finds it. */
export interface FoundState {
  readonly machines: readonly Machine[];
  readonly live: readonly LiveLease[];
  readonly tasks: Awaited<ReturnType<typeof loadFarmTasks>>;
  readonly lastLeaseId: number;
}

/** Reads everything that a term begins with, and has finished what a killed RenderAPI left of its outputs. */
export async function readState(
  database: Database,
  publisher: FramePublisher,
  log: Logger,
): Promise<FoundState> {
  const live = await listLiveLeases(database.db);
  try {
    await publisher.recover(new Set(live.map(({ leaseId }) => leaseId)));
  } catch (error) {
    // A folder that is away must not keep the other tasks from being rendered; the next start tries again.
    log.error(
      { err: error },
      'outputs that an earlier RenderAPI left unfinished could not be looked through',
    );
  }
  return {
    machines: await listMachines(database.db, { withFacts: false }),
    live,
    tasks: await loadFarmTasks(database.db),
    lastLeaseId: await lastLeaseId(database.db),
  };
}

/**
 * Puts what was found to the farm: what the database says is rendering goes on, nothing of it is sent again
 * before its machine has spoken.
 *
 * @param linkReturnGraceMs how long link machines have to come back
 */
export function takeUp(parts: TermParts, state: FoundState, linkReturnGraceMs: number): void {
  const { farm, farmClock, book, board, tasks, clock, log } = parts.context;
  for (const row of state.tasks) farm.putTask(tasks.put(row), farmClock.nowMs());
  for (const lease of state.live) {
    if (tasks.get(lease.taskId) === undefined) {
      log.warn(
        { leaseId: lease.leaseId, taskId: lease.taskId },
        'ending a lease whose task is not in the queue',
      );
      parts.leases.cancel(lease);
      continue;
    }
    book.addAdopted(lease, clock.monotonicMs());
    adopt(parts, lease);
  }
  parts.quarantines.note(state.machines);
  const holding = new Set(state.live.map(({ machineId }) => machineId));
  for (const { machineId, name, transport, isEnabled } of state.machines) {
    if (transport !== 'link') continue;
    if (isEnabled || holding.has(machineId)) board.expect(machineId, name, transport);
    if (!holding.has(machineId)) continue;
    parts.lost.expectBack(machineId, linkReturnGraceMs, {
      reason: say('machine-not-back'),
      isFarewell: false,
    });
  }
  parts.lost.arm();
  if (state.live.length > 0) {
    const taskIds = [...new Set(state.live.map(({ taskId }) => taskId))].slice(0, 20);
    log.info({ leases: state.live.length, taskIds }, 'taking up leases from before');
  }
}

function adopt({ context }: TermParts, lease: LiveLease): void {
  const { farm, farmClock } = context;
  const grantedAtMs = farmClock.fromEpochMs(lease.grantedAtMs);
  const isRunning = lease.state === 'running';
  const facts = {
    leaseId: lease.leaseId,
    taskId: lease.taskId,
    machineId: lease.machineId,
    token: lease.token,
  };
  farm.adoptLease(
    {
      ...facts,
      frames: { first: lease.firstFrame, last: lease.lastFrame },
      isDuplicate: lease.isDuplicate,
      state: lease.state,
      grantedAtMs,
      expiresAtMs: farmClock.fromEpochMs(lease.expiresAtMs),
      startedAtMs: isRunning ? grantedAtMs : null,
      leasedFrames: lease.remaining,
    },
    farmClock.nowMs(),
  );
}
