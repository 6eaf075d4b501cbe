import { framesIn, rangesOf } from '../../frames/frame-range.ts';
import type { FarmLease } from '../farm-lease.ts';
import type { FarmTask } from '../farm-task.ts';
import type { EndVerdict, FarmDecision, FrameVerdict, TaskEnd } from '../farm-verdicts.ts';
import { mustHold } from './must-hold.ts';

interface RecordedTask {
  facts: FarmTask;
  state: 'open' | 'succeed' | 'fail';
  readonly frames: Map<number, 'pending' | 'leased' | 'done' | 'failed'>;
}

/**
 * What the database would hold if every decision were written down: each of them is checked as strictly as the
 * database would, and more.
 */
export class RecordedFrames {
  readonly tasks = new Map<number, RecordedTask>();
  readonly leases = new Map<number, FarmLease>();
  /** How often each frame was accepted. */
  completions = 0;

  put(facts: FarmTask): void {
    const frames: RecordedTask['frames'] = new Map();
    for (const frame of framesIn(facts.pending)) frames.set(frame, 'pending');
    this.tasks.set(facts.taskId, { facts, state: 'open', frames });
  }

  /** The task as it would be read now. */
  factsOf(taskId: number): FarmTask {
    const { facts, frames } = this.task(taskId);
    return {
      ...facts,
      pending: rangesOf(this.#framesIn(taskId, 'pending')),
      framesDone: [...frames.values()].filter((state) => state === 'done').length,
      framesFailed: [...frames.values()].filter((state) => state === 'failed').length,
    };
  }

  apply(decision: FarmDecision): void {
    switch (decision.kind) {
      case 'grant':
        this.#grant(decision.lease);
        break;
      case 'retract':
        this.#retract(decision.lease, decision.keepThrough);
        break;
      case 'end-hung':
        this.end(decision.verdict);
        break;
      case 'end-task':
        this.#endTask(decision.taskId, decision.taskEnds);
        break;
    }
  }

  frameDone(lease: FarmLease, frame: number, verdict: FrameVerdict): void {
    const live = this.leases.get(lease.leaseId);
    if (!verdict.isAccepted) return;
    mustHold(live !== undefined, 'only a live lease finishes frames');
    mustHold(live.frames.first <= frame && frame <= live.frames.last, 'it finishes only its own frames');
    this.#move(lease.taskId, frame, 'leased', 'done');
    this.completions += 1;
    for (const { leaseId } of verdict.supersededLeases) this.drop(leaseId);
    this.#endTask(lease.taskId, verdict.taskEnds);
  }

  end(verdict: EndVerdict): void {
    const { lease } = verdict;
    this.drop(lease.leaseId);
    for (const frame of framesIn(verdict.doneFrames)) {
      this.#move(lease.taskId, frame, 'leased', 'done');
      this.completions += 1;
    }
    for (const frame of framesIn(verdict.releasedFrames))
      this.#move(lease.taskId, frame, 'leased', 'pending');
    for (const { frame } of verdict.failedFrames) this.#move(lease.taskId, frame, 'leased', 'failed');
    for (const { toLeaseId } of verdict.handedOver) {
      mustHold(this.leases.has(toLeaseId), 'frames are handed over to live leases');
    }
    for (const other of verdict.otherLeases) this.drop(other.leaseId);
    this.#endTask(lease.taskId, verdict.taskEnds);
  }

  /** The lease is over. */
  drop(leaseId: number): void {
    mustHold(this.leases.delete(leaseId), `lease ${leaseId} is live when it ends`);
  }

  task(taskId: number): RecordedTask {
    const task = this.tasks.get(taskId);
    mustHold(task !== undefined, `task ${taskId} is known`);
    return task;
  }

  #grant(lease: FarmLease): void {
    const { facts, state } = this.task(lease.taskId);
    mustHold(state === 'open', 'an ended task gets nothing');
    mustHold(!facts.isPaused, 'a paused task gets nothing');
    mustHold(!this.leases.has(lease.leaseId), 'lease ids are used once');
    for (const frame of framesIn([lease.frames])) {
      if (!lease.isDuplicate) this.#move(lease.taskId, frame, 'pending', 'leased');
      else mustHold(this.task(lease.taskId).frames.get(frame) === 'leased', 'copies are of leased frames');
    }
    this.leases.set(lease.leaseId, lease);
  }

  #retract(lease: FarmLease, keepThrough: number | null): void {
    const live = this.leases.get(lease.leaseId);
    mustHold(live !== undefined && !live.isDuplicate, 'only live first copies are taken back');
    const first = keepThrough === null ? live.frames.first : keepThrough + 1;
    mustHold(first <= live.frames.last, 'something is taken back');
    for (const frame of framesIn([{ first, last: live.frames.last }])) {
      this.#move(lease.taskId, frame, 'leased', 'pending');
    }
    if (keepThrough === null) this.leases.delete(lease.leaseId);
    else this.leases.set(lease.leaseId, lease);
  }

  #endTask(taskId: number, taskEnds: TaskEnd | null): void {
    if (taskEnds === null) return;
    const task = this.task(taskId);
    mustHold(task.state === 'open', 'a task ends once');
    task.state = taskEnds.event;
    if (taskEnds.event === 'succeed') {
      const allAreDone = [...task.frames.values()].every((state) => state === 'done');
      mustHold(allAreDone, 'a task succeeds when all frames are done');
    }
  }

  #move(taskId: number, frame: number, from: string, to: 'pending' | 'leased' | 'done' | 'failed'): void {
    const { frames } = this.task(taskId);
    mustHold(frames.get(frame) === from, `frame ${frame} of task ${taskId} is ${from} when it becomes ${to}`);
    frames.set(frame, to);
  }

  #framesIn(taskId: number, wanted: string): number[] {
    return [...this.task(taskId).frames].flatMap(([frame, state]) => (state === wanted ? [frame] : []));
  }
}
