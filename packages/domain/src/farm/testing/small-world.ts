import type { FarmLease } from '../farm-lease.ts';
import type { FarmMachine } from '../farm-machine.ts';
import { defaultFarmPolicy } from '../farm-policy.ts';
import type { FarmTask } from '../farm-task.ts';
import type { FarmDecision } from '../farm-verdicts.ts';
import type { Farm } from '../farm.ts';
import { emptyFarm } from './builders.ts';
import { mustHold } from './must-hold.ts';
import { RecordedFrames } from './recorded-frames.ts';

/** A lease as its machine has it, which may be out of date. */
interface HeldLease {
  lease: FarmLease;
  frame: number;
  doneAtMs: number | null;
}

interface SmallMachine {
  facts: FarmMachine;
  isThere: boolean;
  frameMs: number;
  /** How likely a frame fails on it. */
  badness: number;
  held: HeldLease[];
  open: Set<number>;
  /** What it says when the files of a rendered lease have arrived. */
  uploads: { atMs: number; say: () => void }[];
}

/** How long the farm may be left alone before something must have happened. */
const longestWaitMs = 200_000;

/** A farm with a few machines that render by the clock, and a record that checks every decision. */
export class SmallWorld {
  readonly farm: Farm = emptyFarm();
  readonly record = new RecordedFrames();
  readonly #machines: SmallMachine[] = [];
  readonly #said: (() => void)[] = [];
  readonly #staleTaskIds = new Set<number>();
  #refusesNext = false;
  #nowMs = 1000;
  #seed: number;

  constructor(seed: number) {
    this.#seed = seed;
  }

  addMachine(facts: FarmMachine, frameMs: number, badness: number): void {
    this.#machines.push({ facts, isThere: true, frameMs, badness, held: [], open: new Set(), uploads: [] });
    this.farm.putMachine(facts, this.#nowMs);
  }

  putTask(task: FarmTask): void {
    this.record.put(task);
    this.farm.putTask(task, this.#nowMs);
  }

  unfinishedTasks(): number[] {
    return [...this.record.tasks].flatMap(([taskId, { state }]) => (state === 'open' ? [taskId] : []));
  }

  /** Something happens that a farm must live with. */
  disturb(kind: string, index: number): void {
    const machine = this.#machines[index % this.#machines.length];
    const taskIds = this.unfinishedTasks();
    const taskId = taskIds[index % Math.max(1, taskIds.length)];
    mustHold(machine !== undefined, 'the machine is known');
    if (kind === 'lose-machine' && machine.isThere) this.#lose(machine);
    if (kind === 'return-machine' && !machine.isThere) this.#return(machine);
    if (kind === 'drain' || kind === 'undrain') this.#setAccepts(machine, kind === 'undrain');
    if (kind === 'release') this.farm.release(machine.facts.machineId);
    if (kind === 'repeat-message') this.#said[index % Math.max(1, this.#said.length)]?.();
    if (kind === 'decline') this.#decline(machine);
    if (kind === 'refuse-grant') this.#refusesNext = true;
    if (taskId === undefined) return;
    const task = this.record.task(taskId);
    if (kind === 'pause' || kind === 'resume') this.#change(taskId, { isPaused: kind === 'pause' });
    if (kind === 'priority') this.#change(taskId, { priority: index % 3 });
    if (kind === 'add-frames') {
      for (let frame = 1000 + index; frame < 1003 + index; frame += 1) {
        if (!task.frames.has(frame)) task.frames.set(frame, 'pending');
      }
      this.#change(taskId, {});
    }
    if (kind === 'remove-task') {
      const ended = this.farm.removeTask(taskId);
      for (const { leaseId } of ended) this.record.drop(leaseId);
      this.record.tasks.delete(taskId);
    }
  }

  /** Lets time pass, with everything that happens in it. */
  advance(ms: number): void {
    const untilMs = this.#nowMs + ms;
    for (;;) {
      this.#decide();
      const nextMs = this.#nextEventMs();
      if (nextMs === undefined || nextMs > untilMs) break;
      this.#nowMs = Math.max(this.#nowMs, nextMs);
      this.#finishFrames();
    }
    this.#nowMs = untilMs;
  }

  /** From now on machines are there and do not fail, tasks are not paused; all of them get the time they need. */
  behave(): void {
    for (const machine of this.#machines) {
      machine.badness = 0;
      if (!machine.isThere) this.#return(machine);
      machine.facts = { ...machine.facts, acceptsWork: true, gpuCount: 1 };
      this.farm.putMachine(machine.facts, this.#nowMs);
      this.farm.release(machine.facts.machineId);
    }
    for (const taskId of this.unfinishedTasks()) this.#change(taskId, { isPaused: false });
    for (let quietMs = 0; this.unfinishedTasks().length > 0 && quietMs < longestWaitMs;) {
      const before = this.record.completions;
      this.advance(1000);
      quietMs = this.record.completions > before ? 0 : quietMs + 1000;
    }
  }

  #decide(): void {
    for (let rounds = 0; ; rounds += 1) {
      mustHold(rounds < 1000, 'the farm comes to rest');
      const decisions = this.farm.decide(this.#nowMs, 50);
      for (const decision of decisions) this.#apply(decision);
      this.#check();
      if (decisions.length === 0) return;
    }
  }

  #apply(decision: FarmDecision): void {
    if (decision.kind === 'grant' && this.#refusesNext) {
      this.#refusesNext = false;
      const { leaseId, taskId } = decision.lease;
      this.farm.grantRefused(leaseId);
      this.#staleTaskIds.add(taskId);
      return;
    }
    this.record.apply(decision);
    if (decision.kind === 'grant') {
      this.farm.grantConfirmed(decision.lease.leaseId);
      this.#machine(decision.lease.machineId).held.push({
        lease: decision.lease,
        frame: decision.lease.frames.first,
        doneAtMs: null,
      });
    }
    if (decision.kind === 'retract') this.#cancel(decision.lease, decision.keepThrough);
    if (decision.kind === 'end-hung') this.#dropEnded();
  }

  #machine(machineId: number): SmallMachine {
    const machine = this.#machines[machineId - 1];
    mustHold(machine !== undefined, 'the machine is known');
    return machine;
  }

  /** The machines hear at once of what is over; the tokens of the database fence what they still say. */
  #cancel(lease: FarmLease, keepThrough: number | null): void {
    const machine = this.#machine(lease.machineId);
    const held = machine.held.find((one) => one.lease.leaseId === lease.leaseId);
    if (held === undefined) return;
    if (keepThrough === null) machine.held.splice(machine.held.indexOf(held), 1);
    else held.lease = lease;
  }

  #dropEnded(): void {
    for (const machine of this.#machines) {
      machine.held = machine.held.filter(({ lease }) => this.farm.lease(lease.leaseId) !== undefined);
    }
  }

  /** Starts what can start; when the first frame after that is done, or the farm wants to be asked. */
  #nextEventMs(): number | undefined {
    for (const taskId of this.#staleTaskIds) {
      this.#staleTaskIds.delete(taskId);
      if (this.record.tasks.get(taskId)?.state === 'open') this.#change(taskId, {});
    }
    this.#dropEnded();
    const times: number[] = [];
    for (const machine of this.#machines) {
      if (!machine.isThere) continue;
      for (const { atMs } of machine.uploads) times.push(atMs);
      for (const held of machine.held.slice(0, machine.facts.slots)) {
        if (held.doneAtMs === null) this.#start(machine, held);
        times.push(held.doneAtMs ?? Infinity);
      }
    }
    const wakeMs = this.farm.nextWakeMs(this.#nowMs);
    // A farm that asks to be woken at once has had its turn at this time already.
    if (wakeMs !== undefined) times.push(Math.max(wakeMs, this.#nowMs + 1));
    return times.length === 0 ? undefined : Math.min(...times);
  }

  #start(machine: SmallMachine, held: HeldLease): void {
    const { leaseId, taskId } = held.lease;
    mustHold(this.farm.leaseStarted(leaseId, this.#nowMs), 'a live lease can start');
    if (machine.facts.transport === 'link') {
      if (!machine.open.has(taskId)) {
        machine.open.add(taskId);
        this.farm.sessionOpened(leaseId, 50);
      }
      this.farm.frameStarted(leaseId, held.frame, this.#nowMs);
    }
    held.doneAtMs = this.#nowMs + machine.frameMs * (0.5 + this.#random());
  }

  #finishFrames(): void {
    for (const machine of this.#machines) {
      const arrived = machine.uploads.filter(({ atMs }) => atMs <= this.#nowMs);
      machine.uploads = machine.uploads.filter(({ atMs }) => atMs > this.#nowMs);
      for (const { say } of arrived) say();
      for (const held of machine.held.slice(0, machine.facts.slots)) {
        if (held.doneAtMs === null || held.doneAtMs > this.#nowMs || !machine.held.includes(held)) continue;
        this.#finishFrame(machine, held);
      }
    }
  }

  #finishFrame(machine: SmallMachine, held: HeldLease): void {
    const { lease } = held;
    if (this.#random() < machine.badness) {
      const failedFrame = machine.facts.transport === 'link' ? held.frame : null;
      this.#end(machine, held, { kind: 'failed', exitCode: 1, message: 'it is a bad machine' }, failedFrame);
      return;
    }
    if (machine.facts.transport === 'hpc') {
      this.#end(machine, held, { kind: 'succeeded' }, null);
      return;
    }
    const frame = held.frame;
    const say = () => {
      const verdict = this.farm.frameDone(lease.leaseId, frame, { renderMs: machine.frameMs }, this.#nowMs);
      this.record.frameDone(lease, frame, verdict);
    };
    this.#said.push(say);
    if (frame >= held.lease.frames.last && this.#random() < 0.3) {
      this.#upload(machine, held, say);
      return;
    }
    say();
    if (frame >= held.lease.frames.last) {
      this.#end(machine, held, { kind: 'succeeded' }, null);
      return;
    }
    held.frame += 1;
    held.doneAtMs = this.#nowMs + machine.frameMs * (0.5 + this.#random());
  }

  /** The machine goes on with the next lease while the files of this one are on the way. */
  #upload(machine: SmallMachine, held: HeldLease, say: () => void): void {
    machine.held.splice(machine.held.indexOf(held), 1);
    const atMs = this.#nowMs + 500 * this.#random();
    machine.uploads.push({
      atMs,
      say: () => {
        say();
        this.#end(machine, held, { kind: 'succeeded' }, null);
      },
    });
  }

  #end(
    machine: SmallMachine,
    held: HeldLease,
    outcome: { kind: 'succeeded' } | { kind: 'failed'; exitCode: number; message: string },
    failedFrame: number | null,
  ): void {
    machine.held = machine.held.filter((other) => other !== held);
    const say = () => {
      const verdict = this.farm.leaseEnded(
        held.lease.leaseId,
        { outcome, cause: null, failedFrame },
        this.#nowMs,
      );
      if (verdict !== undefined) this.record.end(verdict);
    };
    say();
    this.#said.push(say);
  }

  #decline(machine: SmallMachine): void {
    const held = machine.held.find(({ doneAtMs }) => doneAtMs === null);
    if (held === undefined) return;
    machine.held.splice(machine.held.indexOf(held), 1);
    const verdict = this.farm.leaseDeclined(held.lease.leaseId, { restMs: 700 }, this.#nowMs);
    if (verdict !== undefined) this.record.end(verdict);
  }

  #lose(machine: SmallMachine): void {
    machine.isThere = false;
    machine.held = [];
    machine.uploads = [];
    machine.open.clear();
    for (const verdict of this.farm.loseMachine(machine.facts.machineId, this.#nowMs))
      this.record.end(verdict);
  }

  #return(machine: SmallMachine): void {
    machine.isThere = true;
    this.farm.putMachine(machine.facts, this.#nowMs);
  }

  #setAccepts(machine: SmallMachine, acceptsWork: boolean): void {
    machine.facts = { ...machine.facts, acceptsWork };
    if (machine.isThere) this.farm.putMachine(machine.facts, this.#nowMs);
  }

  #change(taskId: number, change: Partial<FarmTask>): void {
    const task = this.record.task(taskId);
    task.facts = { ...task.facts, ...change };
    this.farm.putTask(this.record.factsOf(taskId), this.#nowMs);
  }

  /** What must hold after every decision. */
  #check(): void {
    for (const [taskId, { state, facts, frames }] of this.record.tasks) {
      const counts = this.farm.task(taskId);
      if (state !== 'open' || counts === undefined) continue;
      if (!this.#staleTaskIds.has(taskId)) mustHold(counts.total === frames.size, 'no frame is lost');
      const leased = [...frames.values()].filter((one) => one === 'leased').length;
      mustHold(counts.leased === leased, 'leased frames are counted once');
      mustHold(counts.machines <= (facts.maxMachines ?? Infinity), 'the limit of machines holds');
      const { etaMs } = this.farm.estimate(taskId, this.#nowMs) ?? {};
      if (etaMs) mustHold(0 <= etaMs.low && etaMs.low <= etaMs.high, 'the estimate is a range');
    }
    for (const { facts, uploads } of this.#machines) {
      const leases = this.farm.leasesOfMachine(facts.machineId);
      // Which of several is uploading the farm can only guess, until they say at which frames they are.
      const uploading = uploads.length + (facts.transport === 'link' ? facts.slots - 1 : 0);
      const most =
        facts.transport === 'hpc' ? facts.slots : facts.slots * (1 + defaultFarmPolicy.prefetchPerSlot);
      mustHold(leases.length <= most + uploading, 'no machine has more than it can take');
      for (const { leaseId } of leases) mustHold(this.record.leases.has(leaseId), 'leases are on record');
    }
  }

  /** A small generator, so that a failing run can be repeated. */
  #random(): number {
    this.#seed = (Math.imul(this.#seed, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return this.#seed / 0x8000_0000;
  }
}
