import type { FrameRange } from '../frames/frame-range.ts';
import type { AdoptedLease, FarmLease } from './farm-lease.ts';
import type { LeaseRecord, MachineRecord, TaskRecord } from './records.ts';

/** The live leases by id. Ids count up from the first one, so that none is ever used twice. */
export class LeaseBook {
  readonly #live = new Map<number, LeaseRecord>();
  readonly #newToken: () => string;
  #nextId: number;

  constructor(firstLeaseId: number, newToken: () => string) {
    this.#nextId = firstLeaseId;
    this.#newToken = newToken;
  }

  get(leaseId: number): LeaseRecord | undefined {
    return this.#live.get(leaseId);
  }

  /** A new lease; the caller ties it to its task and its machine. */
  grant(order: {
    task: TaskRecord;
    machine: MachineRecord;
    frames: FrameRange;
    original: LeaseRecord | null;
    usesSession: boolean;
    nowMs: number;
    ttlMs: number;
  }): LeaseRecord {
    const { task, machine, frames, original, usesSession, nowMs, ttlMs } = order;
    const view: FarmLease = {
      leaseId: this.#nextId,
      taskId: task.taskId,
      machineId: machine.machineId,
      frames,
      token: this.#newToken(),
      isDuplicate: original !== null,
      state: 'granting',
      grantedAtMs: nowMs,
      expiresAtMs: nowMs + ttlMs,
      startedAtMs: null,
    };
    this.#nextId += 1;
    return this.#enter(newRecord(task, machine, view, [frames], usesSession));
  }

  /** A lease from before; the caller ties it to its task and its machine. */
  adopt(order: {
    task: TaskRecord;
    machine: MachineRecord;
    adopted: AdoptedLease;
    usesSession: boolean;
  }): LeaseRecord {
    const { task, machine, adopted, usesSession } = order;
    const { leasedFrames, ...view } = adopted;
    this.#nextId = Math.max(this.#nextId, adopted.leaseId + 1);
    return this.#enter(newRecord(task, machine, view, [...(leasedFrames ?? [adopted.frames])], usesSession));
  }

  remove(lease: LeaseRecord): void {
    lease.isLive = false;
    this.#live.delete(lease.view.leaseId);
  }

  #enter(lease: LeaseRecord): LeaseRecord {
    this.#live.set(lease.view.leaseId, lease);
    return lease;
  }
}

function newRecord(
  task: TaskRecord,
  machine: MachineRecord,
  view: FarmLease,
  remaining: FrameRange[],
  usesSession: boolean,
): LeaseRecord {
  return {
    task,
    machine,
    view,
    remaining,
    copies: [],
    usesSession,
    chargedMs: 0,
    currentFrame: null,
    frameStartedMs: null,
    fraction: null,
    progressMs: 0,
    isLive: true,
  };
}
