import {
  createFarm,
  defaultFarmPolicy,
  type EndVerdict,
  type Farm,
  type FarmDecision,
  type FarmLease,
  type FarmPolicy,
  type FarmTask,
} from '@renderonline/domain';
import { createEventQueue, type EventQueue } from './engine/event-queue.ts';
import { MachineLine, type LineFaults } from './machines/machine-line.ts';
import { MachineModel, type MachineTraits, type MachineWord } from './machines/machine-model.ts';
import { invariant } from './store/invariant.ts';
import { TaskStore } from './store/task-store.ts';

export interface SimulationSettings {
  readonly random: () => number;
  readonly policy?: Partial<FarmPolicy>;
  readonly line: LineFaults;
  /** How long a group commit takes. */
  readonly commitMs: number;
  /** How long a cut line goes unnoticed, and a crashed machine with it. */
  readonly silentAfterMs: number;
  readonly workMs: (taskId: number, frame: number) => number;
  /** How likely the database refuses a grant, because somebody changed its task; from 0 to 1. Default 0. */
  readonly refused?: number;
}

/** What became of a task. Times are simulated milliseconds. */
export interface TaskRecord {
  readonly task: FarmTask;
  firstStartMs: number | undefined;
  endMs: number | undefined;
  event: 'succeed' | 'fail' | 'cancel' | undefined;
}

interface Place {
  readonly model: MachineModel;
  readonly line: MachineLine;
  isKnown: boolean;
  acceptsWork: boolean;
}

const engineName = 'blender';
const decisionsAtOnce = 1000;
/** How soon a machine is back whose line broke. */
const reconnectMs = 100;

/**
 * The real scheduler core among made-up machines in simulated time: what RenderAPI's shell does around it (commit,
 * then send; forget the silent, welcome the returning), without a socket or a disk. Checks the farm's every step
 * against a store that fences as the database does.
 */
export class Simulation {
  readonly queue: EventQueue = createEventQueue();
  /** The RenderAPI that runs now; another one after a restart. */
  farm: Farm;
  readonly store = new TaskStore();
  readonly records = new Map<number, TaskRecord>();
  readonly #settings: SimulationSettings;
  readonly #places = new Map<number, Place>();
  #isCommitting = false;
  #tokens = 0;
  #forgetWake: () => void = () => undefined;
  #forgetCommit: () => void = () => undefined;
  /** Milliseconds of slots that each user held, for fairness. */
  readonly heldMs = new Map<number, number>();
  readonly #startedMs = new Map<number, number>();

  constructor(settings: SimulationSettings) {
    this.#settings = settings;
    this.farm = this.#newFarm();
  }

  #newFarm(): Farm {
    const { policy, random } = this.#settings;
    return createFarm({
      policy: { ...defaultFarmPolicy, ...policy },
      random,
      firstLeaseId: this.store.lastLeaseId + 1,
      newToken: () => `token-${++this.#tokens}`,
    });
  }

  addTask(task: FarmTask): void {
    this.store.addTask(task);
    this.records.set(task.taskId, { task, firstStartMs: undefined, endMs: undefined, event: undefined });
    this.farm.putTask(this.store.factsOf(task.taskId), this.queue.nowMs());
    this.#settle();
  }

  /** A person pauses it, resumes it, or wants it sooner. */
  changeTask(taskId: number, change: Partial<FarmTask>): void {
    this.store.changeTask(taskId, change);
    this.#reread(taskId);
  }

  requeueFrames(taskId: number, isWanted: () => boolean): void {
    this.store.requeue(taskId, isWanted);
    this.#reread(taskId);
  }

  cancelTask(taskId: number): void {
    this.#endTask(taskId, 'cancel');
    this.#settle();
  }

  /** Drained, off schedule, or in use by somebody; or back again. */
  setAcceptsWork(machineId: number, acceptsWork: boolean): void {
    const place = this.#place(machineId);
    place.acceptsWork = acceptsWork;
    if (place.isKnown) this.#put(machineId, acceptsWork);
    this.#settle();
  }

  /**
   * RenderAPI is killed, maybe with a commit that it has not acted on, and started again: all that it knew it
   * takes from the store, and every machine has to come back.
   */
  restart(): void {
    this.#forgetWake();
    this.#forgetCommit();
    this.#isCommitting = false;
    this.farm = this.#newFarm();
    for (const taskId of this.store.taskIds)
      this.farm.putTask(this.store.factsOf(taskId), this.queue.nowMs());
    for (const lease of this.store.adoptable()) this.farm.adoptLease(lease, this.queue.nowMs());
    for (const [machineId, place] of this.#places) {
      place.isKnown = false;
      if (!place.line.isCut) this.#comeBack(machineId, place);
    }
    const { farm } = this;
    this.queue.after(this.#settings.silentAfterMs, () => {
      if (this.farm !== farm) return;
      for (const [machineId, { isKnown }] of this.#places) if (!isKnown) this.#end(machineId);
      this.#settle();
    });
    this.#settle();
  }

  #comeBack(machineId: number, { line }: Place): void {
    line.cut();
    this.queue.after(500 * this.#settings.random(), () => {
      this.#mend(machineId);
    });
  }

  #reread(taskId: number): void {
    this.farm.putTask(this.store.factsOf(taskId), this.queue.nowMs());
    this.#settle();
  }

  addMachine(traits: MachineTraits): void {
    const { random, workMs, line: faults } = this.#settings;
    const line = new MachineLine({ queue: this.queue, random, faults }, (word) => {
      this.#hear(traits.machineId, word);
    });
    const model = new MachineModel(traits, {
      queue: this.queue,
      random,
      workMs,
      say: (word) => {
        line.say(word);
      },
    });
    this.#places.set(traits.machineId, { model, line, isKnown: false, acceptsWork: true });
    this.#welcome(traits.machineId);
  }

  /** Nothing gets through for a while; after `silentAfterMs` the machine is given up. */
  cutLine(machineId: number, forMs: number): void {
    const place = this.#place(machineId);
    if (place.line.isCut) return;
    place.line.cut();
    const forgetSilence = this.queue.after(this.#settings.silentAfterMs, () => {
      this.#lose(machineId);
    });
    this.queue.after(forMs, () => {
      forgetSilence();
      this.#mend(machineId);
    });
  }

  /** It says what it has to say before it gets anything new. */
  #mend(machineId: number): void {
    const { line, isKnown } = this.#place(machineId);
    if (!isKnown) this.#put(machineId, false);
    line.mend(() => {
      this.#welcome(machineId);
    });
  }

  #put(machineId: number, acceptsWork: boolean): void {
    const { model } = this.#place(machineId);
    this.farm.putMachine({ ...model.facts(engineName), acceptsWork }, this.queue.nowMs());
  }

  /** The machine stops dead, forgets what it had, and comes back after a while. */
  crash(machineId: number, forMs: number): void {
    const place = this.#place(machineId);
    if (place.line.isCut) return;
    place.model.crash();
    this.cutLine(machineId, forMs);
  }

  get machineIds(): readonly number[] {
    return [...this.#places.keys()];
  }

  get renderedMs(): number {
    return [...this.#places.values()].reduce(
      (sum, { model }) => sum + model.renderedMs * model.traits.speed,
      0,
    );
  }

  #place(machineId: number): Place {
    const place = this.#places.get(machineId);
    invariant(place !== undefined, `there is no machine ${machineId}`);
    return place;
  }

  /** It has said what it had to say: what it should have and has not is sent again, what it should not have ends. */
  #welcome(machineId: number): void {
    const place = this.#place(machineId);
    place.isKnown = true;
    this.#put(machineId, place.acceptsWork);
    place.model.keepOnly((lease) => this.store.isLive(lease));
    for (const lease of this.farm.leasesOfMachine(machineId)) {
      if (lease.state !== 'granting' && !place.model.holds(lease.leaseId)) this.#send(lease);
    }
    this.#settle();
  }

  #lose(machineId: number): void {
    const place = this.#place(machineId);
    if (!place.isKnown) return;
    place.isKnown = false;
    this.#end(machineId);
    this.#settle();
  }

  #end(machineId: number): void {
    for (const verdict of this.farm.loseMachine(machineId, this.queue.nowMs())) this.#write(verdict);
  }

  #hear(machineId: number, word: MachineWord): void {
    const nowMs = this.queue.nowMs();
    const { lease } = word;
    switch (word.kind) {
      case 'started':
        if (this.farm.leaseStarted(lease.leaseId, nowMs)) this.#noteStart(lease);
        else this.#cancel(lease, null);
        return;
      case 'session-opened':
        this.farm.sessionOpened(lease.leaseId, word.loadMs);
        return;
      case 'frame-done': {
        const verdict = this.farm.frameDone(lease.leaseId, word.frame, { renderMs: word.renderMs }, nowMs);
        if (!verdict.isAccepted) return;
        this.store.complete(lease, word.frame);
        this.#endCanceled(verdict.supersededLeases);
        if (verdict.taskEnds !== null) this.#endTask(lease.taskId, verdict.taskEnds.event);
        break;
      }
      case 'ended': {
        const end = { outcome: word.outcome, cause: null, failedFrame: word.frame };
        const verdict = this.farm.leaseEnded(lease.leaseId, end, nowMs);
        invariant(
          verdict === undefined || verdict.lease.machineId === machineId,
          'leases do not change machines',
        );
        if (verdict !== undefined) this.#write(verdict);
        break;
      }
    }
    this.#settle();
  }

  #noteStart(lease: FarmLease): void {
    this.store.start(lease);
    const record = this.records.get(lease.taskId);
    if (record !== undefined) record.firstStartMs ??= this.queue.nowMs();
    if (!this.#startedMs.has(lease.leaseId)) this.#startedMs.set(lease.leaseId, this.queue.nowMs());
  }

  #write(verdict: EndVerdict): void {
    const { lease } = verdict;
    this.store.end(
      lease,
      verdict.releasedFrames,
      verdict.failedFrames.map(({ frame }) => frame),
      verdict.handedOver,
    );
    this.#noteEnd(lease);
    this.#endCanceled(verdict.otherLeases);
    if (verdict.taskEnds !== null) this.#endTask(lease.taskId, verdict.taskEnds.event);
  }

  #noteEnd(lease: FarmLease): void {
    const startedMs = this.#startedMs.get(lease.leaseId);
    const userId = this.records.get(lease.taskId)?.task.userId;
    this.#startedMs.delete(lease.leaseId);
    if (startedMs === undefined || userId === undefined) return;
    this.heldMs.set(userId, (this.heldMs.get(userId) ?? 0) + this.queue.nowMs() - startedMs);
  }

  #endCanceled(leases: readonly FarmLease[]): void {
    for (const lease of leases) {
      this.store.end(lease, [], []);
      this.#noteEnd(lease);
      this.#cancel(lease, null);
    }
  }

  #endTask(taskId: number, event: 'succeed' | 'fail' | 'cancel'): void {
    this.#endCanceled(this.farm.removeTask(taskId));
    const waiting = this.store.waitingFor(taskId);
    this.store.endTask(taskId, event);
    for (const waitingId of waiting) {
      if (event === 'succeed') this.farm.putTask(this.store.factsOf(waitingId), this.queue.nowMs());
      else this.#endTask(waitingId, 'cancel');
    }
    const record = this.records.get(taskId);
    if (record !== undefined) Object.assign(record, { endMs: this.queue.nowMs(), event });
  }

  #cancel(lease: FarmLease, keepThrough: number | null): void {
    const { line, model } = this.#place(lease.machineId);
    line.tell(() => {
      model.cancel(lease.leaseId, keepThrough);
    });
  }

  #send(lease: FarmLease): void {
    const { line, model } = this.#place(lease.machineId);
    line.tell(() => {
      if (model.traits.isBreaking === true) {
        this.cutLine(lease.machineId, this.#settings.silentAfterMs + reconnectMs);
      } else {
        model.offer(lease);
      }
    });
  }

  /** Decides until nothing is to be done; one commit at a time, and only then sends. */
  #settle(): void {
    if (this.#isCommitting) return;
    this.#forgetWake();
    const nowMs = this.queue.nowMs();
    const decisions = this.farm.decide(nowMs, decisionsAtOnce);
    if (decisions.length === 0) {
      const wakeMs = this.farm.nextWakeMs(nowMs);
      if (wakeMs !== undefined) {
        this.#forgetWake = this.queue.after(Math.max(1, wakeMs - nowMs), () => {
          this.#settle();
        });
      }
      return;
    }
    for (const decision of decisions) this.#record(decision);
    this.#isCommitting = true;
    this.#forgetCommit = this.queue.after(this.#settings.commitMs, () => {
      this.#isCommitting = false;
      for (const decision of decisions) this.#act(decision);
      this.#settle();
    });
  }

  #record(decision: FarmDecision): void {
    switch (decision.kind) {
      case 'grant':
        invariant(this.#place(decision.lease.machineId).isKnown, 'a lost machine gets nothing');
        if (this.#isRefused()) this.#refuse(decision.lease);
        else this.store.grant(decision.lease);
        return;
      case 'retract':
        if (decision.keepThrough !== null) this.store.shrink(decision.leaseId, decision.keepThrough);
        else this.store.end(decision.lease, this.store.unfinishedOf(decision.lease), []);
        return;
      case 'end-hung':
        this.#write(decision.verdict);
        return;
      case 'end-task':
        this.#endTask(decision.taskId, decision.taskEnds.event);
        return;
    }
  }

  #isRefused(): boolean {
    const { random, refused = 0 } = this.#settings;
    return refused > 0 && random() < refused;
  }

  /** What the task is by now is known a moment later. */
  #refuse({ leaseId, taskId }: FarmLease): void {
    const { farm } = this;
    farm.grantRefused(leaseId);
    this.queue.after(this.#settings.commitMs, () => {
      if (this.farm === farm && this.store.taskIds.includes(taskId)) this.#reread(taskId);
    });
  }

  #act(decision: FarmDecision): void {
    switch (decision.kind) {
      case 'grant':
        this.farm.grantConfirmed(decision.lease.leaseId);
        if (this.farm.lease(decision.lease.leaseId) !== undefined) this.#send(decision.lease);
        return;
      case 'retract':
        this.#cancel(decision.lease, decision.keepThrough);
        return;
      case 'end-hung':
        this.#cancel(decision.verdict.lease, null);
        return;
      case 'end-task':
        return;
    }
  }
}
