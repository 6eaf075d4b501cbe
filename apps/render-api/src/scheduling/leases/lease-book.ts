import type { LiveLease } from '@renderonline/database';
import type { FarmLease } from '@renderonline/domain';
import type { HeldLease } from './held-lease.ts';

/** The live leases of this process, by lease, machine and task. */
export interface LeaseBook {
  /** A lease that the farm decided on and the database does not have yet. */
  addGranting(lease: FarmLease, times: { grantedAtMs: number; heldSinceMs: number }): HeldLease;
  /** A lease from before this process, or of another program. */
  addAdopted(lease: LiveLease, heldSinceMs: number): HeldLease;
  remove(leaseId: number): void;
  get(leaseId: number): HeldLease | undefined;
  /** A copy, in the order in which they came: leases may end while somebody walks through it. */
  onMachine(machineId: number): HeldLease[];
  ofTask(taskId: number): HeldLease[];
  all(): Iterable<HeldLease>;
}

/** An empty book. */
export function createLeaseBook(): LeaseBook {
  const leases = new Map<number, HeldLease>();
  const byMachine = new Map<number, Set<HeldLease>>();
  const byTask = new Map<number, Set<HeldLease>>();

  function add(held: HeldLease): HeldLease {
    leases.set(held.leaseId, held);
    addTo(byMachine, held.machineId, held);
    addTo(byTask, held.taskId, held);
    return held;
  }

  return {
    addGranting: ({ leaseId, token, taskId, machineId, frames, isDuplicate }, times) =>
      add(newLease({ leaseId, token, taskId, machineId, frames, isDuplicate, ...times, phase: 'granting' })),
    addAdopted: (lease, heldSinceMs) =>
      add({
        ...newLease({
          leaseId: lease.leaseId,
          token: lease.token,
          taskId: lease.taskId,
          machineId: lease.machineId,
          frames: { first: lease.firstFrame, last: lease.lastFrame },
          isDuplicate: lease.isDuplicate,
          grantedAtMs: lease.grantedAtMs,
          heldSinceMs,
          phase: lease.state === 'running' ? 'running' : 'unclear',
        }),
        isFirstOfTaskOnMachine: lease.attemptsOfTaskOnMachine <= 1,
        startedAtMs: lease.state === 'running' ? lease.grantedAtMs : undefined,
      }),
    remove(leaseId) {
      const held = leases.get(leaseId);
      if (held === undefined) return;
      leases.delete(leaseId);
      removeFrom(byMachine, held.machineId, held);
      removeFrom(byTask, held.taskId, held);
    },
    get: (leaseId) => leases.get(leaseId),
    onMachine: (machineId) => [...(byMachine.get(machineId) ?? [])],
    ofTask: (taskId) => [...(byTask.get(taskId) ?? [])],
    all: () => leases.values(),
  };
}

type NewLease = Pick<
  HeldLease,
  | 'leaseId'
  | 'token'
  | 'taskId'
  | 'machineId'
  | 'frames'
  | 'isDuplicate'
  | 'grantedAtMs'
  | 'heldSinceMs'
  | 'phase'
>;

const settled = Promise.resolve();

function newLease(lease: NewLease): HeldLease {
  return {
    ...lease,
    isFirstOfTaskOnMachine: false,
    isAcceptanceSeen: false,
    offersLost: 0,
    startedAtMs: undefined,
    currentFrame: undefined,
    isEnding: false,
    attempt: undefined,
    attemptAtMs: undefined,
    frameEndsMs: [],
    sent: settled,
  };
}

function addTo(sets: Map<number, Set<HeldLease>>, key: number, held: HeldLease): void {
  const known = sets.get(key);
  if (known === undefined) sets.set(key, new Set([held]));
  else known.add(held);
}

function removeFrom(sets: Map<number, Set<HeldLease>>, key: number, held: HeldLease): void {
  const known = sets.get(key);
  known?.delete(held);
  if (known?.size === 0) sets.delete(key);
}
