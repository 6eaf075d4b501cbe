import type { Farm } from '../farm.ts';
import type { FarmLease } from '../farm-lease.ts';
import { decideAndConfirm, emptyFarm, machineOf, taskOf } from './builders.ts';
import { mustHold } from './must-hold.ts';

export interface Replay {
  /** How long each frame takes on a machine of speed 1, first to last. Milliseconds. */
  readonly frameMs: readonly number[];
  /** Of each machine. */
  readonly speeds: readonly number[];
  /** Called before each event. */
  readonly look: (farm: Farm, nowMs: number) => void;
}

const loadMs = 500;

/**
 * Lets a farm render a task (number 1) whose frames take what they took once, on machines that differ in speed and
 * say nothing within a frame.
 *
 * @returns when the task had ended, in milliseconds since its beginning
 */
export function replayTask({ frameMs, speeds, look }: Replay): number {
  const farm = emptyFarm();
  const open = new Set<number>();
  const running = new Map<
    number,
    { readonly lease: FarmLease; readonly endMs: number; readonly tookMs: number }
  >();
  for (const index of speeds.keys()) farm.putMachine(machineOf(index + 1), 0);
  farm.putTask(taskOf(1, frameMs.length), 0);

  function start(machineId: number, nowMs: number): void {
    if (running.has(machineId)) return;
    const lease = farm.leasesOfMachine(machineId).find(({ state }) => state === 'offered');
    if (lease === undefined) return;
    const opensMs = open.has(machineId) ? 0 : loadMs;
    farm.leaseStarted(lease.leaseId, nowMs);
    if (opensMs > 0) farm.sessionOpened(lease.leaseId, opensMs);
    open.add(machineId);
    farm.frameStarted(lease.leaseId, lease.frames.first, nowMs + opensMs);
    const tookMs = (frameMs[lease.frames.first - 1] ?? 0) / (speeds[machineId - 1] ?? 1);
    running.set(machineId, { lease, tookMs, endMs: nowMs + opensMs + tookMs });
  }

  for (let nowMs = 0, steps = 0; ; steps++) {
    mustHold(steps < 100_000, 'a replay ends');
    decideAndConfirm(farm, nowMs);
    for (const [machineId, { lease }] of running) {
      if (farm.lease(lease.leaseId) === undefined) running.delete(machineId);
    }
    for (const index of speeds.keys()) start(index + 1, nowMs);
    look(farm, nowMs);
    const next = [...running].sort(([, a], [, b]) => a.endMs - b.endMs)[0];
    const wakeMs = farm.nextWakeMs(nowMs);
    if (wakeMs !== undefined && (next === undefined || wakeMs < next[1].endMs)) {
      nowMs = Math.max(wakeMs, nowMs + 1);
      continue;
    }
    if (next === undefined) return nowMs;
    const [machineId, { lease, tookMs, endMs }] = next;
    nowMs = Math.max(nowMs, endMs);
    running.delete(machineId);
    farm.frameDone(lease.leaseId, lease.frames.first, { renderMs: tookMs }, nowMs);
    const end = { outcome: { kind: 'succeeded' }, cause: null, failedFrame: null } as const;
    farm.leaseEnded(lease.leaseId, end, nowMs);
    if (farm.task(1) === undefined) return nowMs;
  }
}
