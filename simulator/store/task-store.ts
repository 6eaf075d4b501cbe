import {
  framesIn,
  judgeAwaited,
  rangesOf,
  type AdoptedLease,
  type AwaitedTask,
  type EndVerdict,
  type FarmLease,
  type FarmTask,
  type FrameRange,
} from '@renderonline/domain';
import { invariant } from './invariant.ts';

type FrameState = 'pending' | 'leased' | 'done' | 'failed';

interface StoredTask {
  facts: FarmTask;
  readonly frames: Map<number, FrameState>;
  /** Which lease has a frame; copies at the tail leave it as it is. */
  readonly holders: Map<number, number>;
}

const endStates = { succeed: 'succeeded', fail: 'failed', cancel: 'canceled' } as const;

/**
 * What the database would hold, kept apart from the scheduler and fenced as the database fences: whatever the
 * farm decides must be possible here. It breaks off the simulation at the first decision that is not.
 */
export class TaskStore {
  readonly #tasks = new Map<number, StoredTask>();
  readonly #leases = new Map<number, FarmLease>();
  readonly #running = new Set<number>();
  readonly #begun = new Set<number>();
  /** How tasks ended that others may wait for. */
  readonly #ends = new Map<number, AwaitedTask['state']>();
  lastLeaseId = 0;
  framesDone = 0;
  framesLeft = 0;

  addTask(task: FarmTask): void {
    const frames = new Map<number, FrameState>();
    for (const { first, last } of task.pending) {
      for (let frame = first; frame <= last; frame++) frames.set(frame, 'pending');
    }
    this.framesLeft += frames.size;
    this.#tasks.set(task.taskId, { facts: task, frames, holders: new Map() });
  }

  /** A person changes what is wanted of the task. */
  changeTask(taskId: number, change: Partial<FarmTask>): void {
    const task = this.#task(taskId);
    task.facts = { ...task.facts, ...change };
  }

  /** Frames that are done or given up are wanted once more. */
  requeue(taskId: number, isWanted: () => boolean): void {
    const { frames } = this.#task(taskId);
    for (const [frame, state] of frames) {
      if ((state !== 'done' && state !== 'failed') || !isWanted()) continue;
      frames.set(frame, 'pending');
      if (state === 'done') this.framesDone--;
      this.framesLeft++;
    }
  }

  /** The task as a scheduler would read it now. */
  factsOf(taskId: number): FarmTask {
    const { facts, frames } = this.#task(taskId);
    const framesThatAre = (wanted: FrameState) =>
      [...frames].flatMap(([frame, state]) => (state === wanted ? [frame] : []));
    return {
      ...facts,
      awaited: this.#awaitedOf(facts),
      pending: rangesOf(framesThatAre('pending')),
      framesDone: framesThatAre('done').length,
      framesFailed: framesThatAre('failed').length,
    };
  }

  /** A task that has begun waits for no other one any more. */
  #awaitedOf({ taskId, awaited }: FarmTask): AwaitedTask[] {
    if (this.#begun.has(taskId)) return [];
    return awaited.map((one) => ({
      taskId: one.taskId,
      state: this.#ends.get(one.taskId) ?? ('running' as const),
    }));
  }

  /** Tasks that wait for this one: nobody has begun or got anything of them. */
  waitingFor(taskId: number): number[] {
    const leased = new Set([...this.#leases.values()].map((lease) => lease.taskId));
    return [...this.#tasks.values()]
      .filter(({ facts }) => !leased.has(facts.taskId))
      .filter(({ facts }) => this.#awaitedOf(facts).some((one) => one.taskId === taskId))
      .map(({ facts }) => facts.taskId);
  }

  get taskIds(): readonly number[] {
    return [...this.#tasks.keys()];
  }

  /** The live leases as a new scheduler takes them up. */
  adoptable(): AdoptedLease[] {
    return [...this.#leases.values()]
      .sort((a, b) => a.leaseId - b.leaseId)
      .map((lease) => {
        const isRunning = this.#running.has(lease.leaseId);
        return {
          ...lease,
          state: isRunning ? 'running' : 'offered',
          startedAtMs: isRunning ? lease.grantedAtMs : null,
          leasedFrames: this.#remainingOf(lease),
        };
      });
  }

  #remainingOf({ leaseId, taskId, frames: { first, last }, isDuplicate }: FarmLease): FrameRange[] {
    const { frames, holders } = this.#task(taskId);
    const remaining: number[] = [];
    for (let frame = first; frame <= last; frame++) {
      if (frames.get(frame) === 'leased' && (isDuplicate || holders.get(frame) === leaseId)) {
        remaining.push(frame);
      }
    }
    return rangesOf(remaining);
  }

  grant(lease: FarmLease): void {
    invariant(!this.#leases.has(lease.leaseId), `lease ${lease.leaseId} was granted twice`);
    const expected = lease.isDuplicate ? 'leased' : 'pending';
    const { facts } = this.#task(lease.taskId);
    invariant(!facts.isPaused, `lease ${lease.leaseId} is of a paused task`);
    invariant(
      judgeAwaited(this.#awaitedOf(facts)).kind === 'ready',
      `lease ${lease.leaseId} is of a task that waits for another one`,
    );
    this.#change(lease.taskId, lease.frames, expected, 'leased', `granted as ${lease.leaseId}`);
    this.#leases.set(lease.leaseId, lease);
    this.lastLeaseId = Math.max(this.lastLeaseId, lease.leaseId);
    if (lease.isDuplicate) return;
    const { holders } = this.#task(lease.taskId);
    for (let frame = lease.frames.first; frame <= lease.frames.last; frame++)
      holders.set(frame, lease.leaseId);
  }

  start({ leaseId, taskId }: FarmLease): void {
    if (!this.#leases.has(leaseId)) return;
    this.#running.add(leaseId);
    this.#begun.add(taskId);
  }

  isLive({ leaseId, token }: Pick<FarmLease, 'leaseId' | 'token'>): boolean {
    return this.#leases.get(leaseId)?.token === token;
  }

  complete(lease: FarmLease, frame: number): void {
    invariant(this.isLive(lease), `frame ${frame} was accepted under the ended lease ${lease.leaseId}`);
    invariant(
      lease.isDuplicate || this.#task(lease.taskId).holders.get(frame) === lease.leaseId,
      `frame ${frame} was accepted under lease ${lease.leaseId}, which does not have it`,
    );
    this.#change(lease.taskId, { first: frame, last: frame }, 'leased', 'done', 'accepted');
    this.framesDone++;
    this.framesLeft--;
  }

  /** `released` are pending again, `failed` are given up; the others go on under another lease, or were done. */
  end(
    lease: FarmLease,
    released: readonly FrameRange[],
    failed: readonly number[],
    handedOver: EndVerdict['handedOver'] = [],
  ): void {
    invariant(this.#leases.delete(lease.leaseId), `lease ${lease.leaseId} ended twice`);
    this.#running.delete(lease.leaseId);
    for (const { frame, toLeaseId } of handedOver) this.#task(lease.taskId).holders.set(frame, toLeaseId);
    for (const range of released) this.#change(lease.taskId, range, 'leased', 'pending', 'released');
    for (const frame of failed) {
      this.#change(lease.taskId, { first: frame, last: frame }, 'leased', 'failed', 'given up');
      this.framesLeft--;
    }
  }

  /** The lease keeps its frames through `last`; the others are pending again. */
  shrink(leaseId: number, last: number): void {
    const lease = this.#leases.get(leaseId);
    invariant(lease !== undefined, `lease ${leaseId} was shortened after its end`);
    this.#change(
      lease.taskId,
      { first: last + 1, last: lease.frames.last },
      'leased',
      'pending',
      'taken back',
    );
    this.#leases.set(leaseId, { ...lease, frames: { ...lease.frames, last } });
  }

  /** The lease's frames that are pending when it ends: neither done nor another's. */
  unfinishedOf({ leaseId, taskId }: FarmLease): FrameRange[] {
    const lease = this.#leases.get(leaseId);
    const { holders } = this.#task(taskId);
    const frames = lease === undefined ? [] : [...framesIn(this.#remainingOf(lease))];
    return rangesOf(frames.filter((frame) => holders.get(frame) === leaseId));
  }

  /** Nothing is left of the task but what its frames became. */
  endTask(taskId: number, event: 'succeed' | 'fail' | 'cancel'): void {
    const { frames } = this.#task(taskId);
    for (const [frame, state] of frames) {
      invariant(
        event !== 'succeed' || state === 'done',
        `task ${taskId} succeeded with frame ${frame} ${state}`,
      );
      if (state === 'pending' || state === 'leased') this.framesLeft--;
    }
    for (const lease of this.#leases.values()) {
      invariant(lease.taskId !== taskId, `task ${taskId} ended with lease ${lease.leaseId}`);
    }
    this.#tasks.delete(taskId);
    this.#ends.set(taskId, endStates[event]);
  }

  get liveLeases(): readonly FarmLease[] {
    return [...this.#leases.values()];
  }

  get openTasks(): number {
    return this.#tasks.size;
  }

  #change(taskId: number, range: FrameRange, from: FrameState, to: FrameState, what: string): void {
    const { frames } = this.#task(taskId);
    for (let frame = range.first; frame <= range.last; frame++) {
      const state = frames.get(frame);
      invariant(
        state === from || (from === 'leased' && to === 'pending' && state === 'done'),
        `task ${taskId} frame ${frame} was ${String(state)} when it was ${what}`,
      );
      if (state === from) frames.set(frame, to);
    }
  }

  #task(taskId: number): StoredTask {
    const task = this.#tasks.get(taskId);
    invariant(task !== undefined, `task ${taskId} has ended`);
    return task;
  }
}
