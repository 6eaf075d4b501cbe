import type { FarmLease, FarmTask, FrameRange } from '@renderonline/domain';
import { invariant } from './invariant.ts';

type FrameState = 'pending' | 'leased' | 'done' | 'failed';

/**
 * What the database would hold, kept apart from the scheduler and fenced as the database fences: whatever the
 * farm decides must be possible here. It breaks off the simulation at the first decision that is not.
 */
export class TaskStore {
  readonly #tasks = new Map<number, Map<number, FrameState>>();
  readonly #leases = new Map<number, FarmLease>();
  framesDone = 0;
  framesLeft = 0;

  addTask(task: FarmTask): void {
    const frames = new Map<number, FrameState>();
    for (const { first, last } of task.pending) {
      for (let frame = first; frame <= last; frame++) frames.set(frame, 'pending');
    }
    this.framesLeft += frames.size;
    this.#tasks.set(task.taskId, frames);
  }

  grant(lease: FarmLease): void {
    invariant(!this.#leases.has(lease.leaseId), `lease ${lease.leaseId} was granted twice`);
    const expected = lease.isDuplicate ? 'leased' : 'pending';
    this.#change(lease.taskId, lease.frames, expected, 'leased', `granted as ${lease.leaseId}`);
    this.#leases.set(lease.leaseId, lease);
  }

  isLive({ leaseId, token }: Pick<FarmLease, 'leaseId' | 'token'>): boolean {
    return this.#leases.get(leaseId)?.token === token;
  }

  complete(lease: FarmLease, frame: number): void {
    invariant(this.isLive(lease), `frame ${frame} was accepted under the ended lease ${lease.leaseId}`);
    this.#change(lease.taskId, { first: frame, last: frame }, 'leased', 'done', 'accepted');
    this.framesDone++;
    this.framesLeft--;
  }

  /** `released` are pending again, `failed` are given up; the others go on under another lease, or were done. */
  end(lease: FarmLease, released: readonly FrameRange[], failed: readonly number[]): void {
    invariant(this.#leases.delete(lease.leaseId), `lease ${lease.leaseId} ended twice`);
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

  /** The lease's frames that are pending when it ends: neither done nor under another lease as well. */
  unfinishedOf(lease: FarmLease): FrameRange[] {
    const frames = this.#tasks.get(lease.taskId);
    const current = this.#leases.get(lease.leaseId) ?? lease;
    const others = [...this.#leases.values()].filter(
      (other) => other.taskId === lease.taskId && other.leaseId !== lease.leaseId,
    );
    const ranges: FrameRange[] = [];
    for (let frame = current.frames.first; frame <= current.frames.last; frame++) {
      const isShared = others.some((other) => other.frames.first <= frame && frame <= other.frames.last);
      if (frames?.get(frame) === 'leased' && !isShared) ranges.push({ first: frame, last: frame });
    }
    return ranges;
  }

  /** Nothing is left of the task but what its frames became. */
  endTask(taskId: number, event: 'succeed' | 'fail'): void {
    const frames = this.#tasks.get(taskId);
    invariant(frames !== undefined, `task ${taskId} ended twice`);
    for (const [frame, state] of frames) {
      invariant(
        event === 'fail' || state === 'done',
        `task ${taskId} succeeded with frame ${frame} ${state}`,
      );
      if (state === 'pending' || state === 'leased') this.framesLeft--;
    }
    for (const lease of this.#leases.values()) {
      invariant(lease.taskId !== taskId, `task ${taskId} ended with lease ${lease.leaseId}`);
    }
    this.#tasks.delete(taskId);
  }

  get liveLeases(): readonly FarmLease[] {
    return [...this.#leases.values()];
  }

  get openTasks(): number {
    return this.#tasks.size;
  }

  #change(taskId: number, range: FrameRange, from: FrameState, to: FrameState, what: string): void {
    const frames = this.#tasks.get(taskId);
    invariant(frames !== undefined, `${what}: task ${taskId} has ended`);
    for (let frame = range.first; frame <= range.last; frame++) {
      const state = frames.get(frame);
      invariant(
        state === from || (from === 'leased' && to === 'pending' && state === 'done'),
        `task ${taskId} frame ${frame} was ${String(state)} when it was ${what}`,
      );
      if (state === from) frames.set(frame, to);
    }
  }
}
