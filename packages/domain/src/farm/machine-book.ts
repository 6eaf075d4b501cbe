import type { FarmMachine } from './farm-machine.ts';
import type { FarmPolicy } from './farm-policy.ts';
import type { DemandClass, LeaseRecord, MachineProfile, MachineRecord } from './records.ts';
import { canRender, engineFor, machineSignature } from './requirements.ts';
import { Heap } from './structures/heap.ts';
import type { Timers } from './structures/timers.ts';

/** The machines, which tasks each can render, and where there is room. */
export class MachineBook {
  readonly #policy: FarmPolicy;
  readonly #timers: Timers<MachineRecord>;
  readonly #machines = new Map<number, MachineRecord>();
  readonly #profiles = new Map<string, MachineProfile>();
  /** Machines with room that something happened to: they are asked first. */
  readonly touched = new Set<MachineRecord>();

  constructor(policy: FarmPolicy, timers: Timers<MachineRecord>) {
    this.#policy = policy;
    this.#timers = timers;
  }

  get(machineId: number): MachineRecord | undefined {
    return this.#machines.get(machineId);
  }

  all(): Iterable<MachineRecord> {
    return this.#machines.values();
  }

  profiles(): Iterable<MachineProfile> {
    return this.#profiles.values();
  }

  /** The machine, known by its id at least. */
  getOrAdd(machineId: number): MachineRecord {
    const known = this.#machines.get(machineId);
    if (known !== undefined) return known;
    const machine = newMachine(machineId);
    this.#machines.set(machineId, machine);
    return machine;
  }

  /** The machine is there with these properties; null: it is gone. */
  setFacts(machine: MachineRecord, facts: FarmMachine | null, classes: Iterable<DemandClass>): void {
    this.#leaveProfile(machine);
    machine.facts = facts;
    if (facts === null) {
      machine.sessions.clear();
      machine.turn = null;
    } else {
      this.#joinProfile(machine, facts, classes);
    }
    this.refresh(machine);
  }

  forget(machine: MachineRecord): void {
    this.#leaveProfile(machine);
    this.#timers.clear(machine);
    this.touched.delete(machine);
    this.#machines.delete(machine.machineId);
  }

  /** Puts the machine where it belongs after its leases or its willingness changed. */
  refresh(machine: MachineRecord): void {
    this.#count(machine, machine.profile !== null && isUsable(machine));
    const pool = this.#poolOf(machine);
    if (machine.pool !== pool) {
      machine.pool?.remove(machine);
      machine.pool = pool;
      pool?.add(machine);
    }
    if (pool === null) this.touched.delete(machine);
    else this.touched.add(machine);
  }

  /** No work for the machine until then at least. */
  rest(machine: MachineRecord, untilMs: number): void {
    machine.restsUntilMs = Math.max(machine.restsUntilMs, untilMs);
    this.#timers.set(machine, machine.restsUntilMs);
    this.refresh(machine);
  }

  wake(machine: MachineRecord): void {
    machine.restsUntilMs = 0;
    this.refresh(machine);
  }

  /** The machine's speed was measured anew. */
  setSpeed(machine: MachineRecord, speed: number): void {
    machine.speed = speed;
    machine.speedMeasurements += 1;
    machine.pool?.update(machine);
  }

  classAdded(demandClass: DemandClass): void {
    for (const profile of this.#profiles.values()) {
      if (!addClass(profile, demandClass)) continue;
      for (const { isCounted } of profile.machines) if (isCounted) demandClass.usable += 1;
    }
  }

  classRemoved(demandClass: DemandClass): void {
    for (const { classes, sessionClasses } of this.#profiles.values()) {
      sessionClasses.delete(demandClass);
      const index = classes.indexOf(demandClass);
      if (index >= 0) classes.splice(index, 1);
    }
  }

  /** Machines that could render such tasks now: they are there, accept work, and are not quarantined. */
  *usableFor(demandClass: DemandClass): Generator<MachineRecord, void, void> {
    for (const { classes, machines } of this.#profiles.values()) {
      if (!classes.includes(demandClass)) continue;
      for (const machine of machines) if (isUsable(machine)) yield machine;
    }
  }

  #count(machine: MachineRecord, counts: boolean): void {
    if (machine.isCounted === counts) return;
    machine.isCounted = counts;
    for (const demandClass of machine.profile?.classes ?? []) demandClass.usable += counts ? 1 : -1;
  }

  #poolOf(machine: MachineRecord): Heap<MachineRecord> | null {
    const { profile, facts } = machine;
    if (profile === null || facts === null || !isUsable(machine) || machine.restsUntilMs > 0) return null;
    if (machine.leases.length < facts.slots) return profile.idle;
    return machine.leases.length < mostLeases(facts, this.#policy) ? profile.busy : null;
  }

  #joinProfile(machine: MachineRecord, facts: FarmMachine, classes: Iterable<DemandClass>): void {
    const signature = machineSignature(facts);
    let profile = this.#profiles.get(signature);
    if (profile === undefined) {
      profile = newProfile(signature, facts, classes);
      this.#profiles.set(signature, profile);
    }
    profile.machines.add(machine);
    machine.profile = profile;
  }

  #leaveProfile(machine: MachineRecord): void {
    const { profile } = machine;
    if (profile === null) return;
    this.#count(machine, false);
    machine.pool?.remove(machine);
    machine.pool = null;
    profile.machines.delete(machine);
    machine.profile = null;
    if (profile.machines.size === 0) this.#profiles.delete(profile.signature);
  }
}

/** Whether the machine is there and may be given work, whether it has room or not. */
export function isUsable({ facts, quarantineReason }: MachineRecord): boolean {
  return facts !== null && facts.acceptsWork && facts.slots > 0 && quarantineReason === null;
}

/** Leases of a link machine that wait while others run. /hpc machines take one at a time. */
function mostLeases({ transport, slots }: FarmMachine, { prefetchPerSlot }: FarmPolicy): number {
  return transport === 'link' ? slots * (1 + prefetchPerSlot) : slots;
}

/** Whether the lease waits on its machine for another one to end. */
export function isWaiting(lease: LeaseRecord): boolean {
  if (lease.view.state === 'running') return false;
  const { leases, facts } = lease.machine;
  return leases.indexOf(lease) >= (facts?.slots ?? 1);
}

function newMachine(machineId: number): MachineRecord {
  return {
    machineId,
    facts: null,
    profile: null,
    pool: null,
    isCounted: false,
    restsUntilMs: 0,
    quarantineReason: null,
    leases: [],
    leaving: new Set(),
    sessions: new Map(),
    duplicates: 0,
    speed: 1,
    speedMeasurements: 0,
    turn: null,
    streak: { failures: 0, tasks: new Map() },
    losses: 0,
    heapIndex: -1,
  };
}

function newProfile(signature: string, sample: FarmMachine, classes: Iterable<DemandClass>): MachineProfile {
  const profile: MachineProfile = {
    signature,
    sample,
    classes: [],
    sessionClasses: new Set(),
    machines: new Set(),
    idle: new Heap<MachineRecord>(isFaster),
    busy: new Heap<MachineRecord>((a, b) => a.machineId < b.machineId),
  };
  for (const demandClass of classes) addClass(profile, demandClass);
  return profile;
}

function isFaster(a: MachineRecord, b: MachineRecord): boolean {
  return a.speed > b.speed || (a.speed === b.speed && a.machineId < b.machineId);
}

/** @returns false when the machines cannot render such tasks */
function addClass({ sample, classes, sessionClasses }: MachineProfile, demandClass: DemandClass): boolean {
  const { demand } = demandClass;
  if (!canRender(sample, demand)) return false;
  classes.push(demandClass);
  if (sample.transport === 'link' && engineFor(sample, demand)?.hasSessions === true) {
    sessionClasses.add(demandClass);
  }
  return true;
}
