import type { LiveLease } from '@renderonline/database';
import type { HeldLease } from './held-lease.ts';

/** The live leases of the scheduler in memory, by lease, machine and task. */
export interface LeaseBook {
  add(lease: LiveLease, phase: HeldLease['phase'], nowMonotonicMs: number): HeldLease;
  remove(leaseId: number): void;
  get(leaseId: number): HeldLease | undefined;
  onMachine(machineId: number): HeldLease[];
  ofTask(taskId: number): HeldLease[];
  all(): HeldLease[];
  /** The leases removed since the last call: what a query that began before may still show. */
  takeRemoved(): ReadonlySet<number>;
  clear(): void;
}

/** An empty book. Some dozens of leases at most: a walk through them all is cheap. */
export function createLeaseBook(): LeaseBook {
  const leases = new Map<number, HeldLease>();
  let removed = new Set<number>();
  return {
    add(lease, phase, nowMonotonicMs) {
      const held: HeldLease = {
        leaseId: lease.leaseId,
        token: lease.token,
        taskId: lease.taskId,
        machineId: lease.machineId,
        frames: { first: lease.firstFrame, last: lease.lastFrame },
        grantedAtMs: lease.grantedAtMs,
        heldSinceMs: nowMonotonicMs,
        isFirstOfTaskOnMachine: lease.attemptsOfTaskOnMachine <= 1,
        phase,
        isAcceptanceSeen: false,
        startedAtMs: phase === 'running' ? lease.grantedAtMs : undefined,
        isStartWritten: phase === 'running',
        isEnding: false,
        attempt: undefined,
        attemptAtMs: undefined,
        frameEndsMs: [],
        sent: Promise.resolve(),
      };
      leases.set(held.leaseId, held);
      return held;
    },
    remove(leaseId) {
      if (leases.delete(leaseId)) removed.add(leaseId);
    },
    get: (leaseId) => leases.get(leaseId),
    onMachine: (machineId) => [...leases.values()].filter((lease) => lease.machineId === machineId),
    ofTask: (taskId) => [...leases.values()].filter((lease) => lease.taskId === taskId),
    all: () => [...leases.values()],
    takeRemoved() {
      const taken = removed;
      removed = new Set();
      return taken;
    },
    clear() {
      leases.clear();
      removed = new Set();
    },
  };
}
