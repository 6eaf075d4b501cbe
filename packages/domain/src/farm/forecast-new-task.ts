import type { FarmState } from './farm-state.ts';
import { forecastRest, type ForecastSlot } from './forecast-rest.ts';
import type { FrameTrend } from './frame-history.ts';
import { isUsable } from './machine-book.ts';
import type { DemandClass, MachineRecord, TaskRecord } from './records.ts';
import { canRender, type Demand } from './requirements.ts';
import { hasReadyFrames, pendingFrames } from './task-readiness.ts';
import { leaseTimeLeft } from './time-left.ts';

/** A task that nobody has submitted yet. */
export interface NewTask {
  readonly demand: Demand;
  readonly priority: number;
  readonly frames: number;
  /** null: as many as there are. */
  readonly maxMachines: number | null;
  /** What frames like its own have taken. */
  readonly measured: readonly MeasuredFrame[];
  /** Whether they are of the same scene; others of the engine tell little. */
  readonly isSameScene: boolean;
}

export interface MeasuredFrame {
  /** null: of a machine that is gone. */
  readonly machineId: number | null;
  readonly frameMs: number;
}

/** When it would be ready if it were submitted now. Times are milliseconds from now. */
export interface TaskForecast {
  /** Machines that can render it, whatever they do now. */
  readonly machines: number;
  /** Until its first frame begins; null where no machine can render it. */
  readonly waitMs: { readonly low: number; readonly high: number } | null;
  /** Until its last frame is done; null where that or a measured frame is missing. */
  readonly etaMs: { readonly low: number; readonly high: number } | null;
}

/** Scenes of one engine differ by more than frames of one scene. */
const scatterOfOthers = 0.7;

/**
 * Hands the frames out to the machines as the farm would: at best behind what has a higher priority, at worst behind
 * all of the same priority, too, since those share the machines.
 */
export function forecastNewTask(state: FarmState, task: NewTask, nowMs: number): TaskForecast {
  const machines = machinesFor(state, task);
  if (machines.length === 0) return { machines: 0, waitMs: null, etaMs: null };
  const trend = trendOf(state, task);
  const best = slotsOf(state, machines, {
    trend,
    nowMs,
    isBefore: ({ priority }) => priority > task.priority,
  });
  const worst = slotsOf(state, machines, {
    trend,
    nowMs,
    isBefore: ({ priority }) => priority >= task.priority,
  });
  const ends = trend && [best, worst].map((slots) => forecastRest({ trend, slots, unstarted: task.frames }));
  const etaMs = ends && {
    low: Math.round(Math.min(...ends.map(({ low }) => low))),
    high: Math.round(Math.max(...ends.map(({ high }) => high))),
  };
  return {
    machines: machines.length,
    waitMs: { low: soonest(best), high: soonest(worst) },
    etaMs: etaMs ?? null,
  };
}

/** The fastest first, as many as it may have. */
function machinesFor({ machines }: FarmState, task: NewTask): MachineRecord[] {
  const found: MachineRecord[] = [];
  for (const machine of machines.all()) {
    if (machine.facts !== null && isUsable(machine) && canRender(machine.facts, task.demand))
      found.push(machine);
  }
  found.sort((a, b) => b.speed - a.speed);
  return found.slice(0, task.maxMachines ?? found.length);
}

/** On a machine of speed 1; undefined where nothing was measured. */
function trendOf({ machines }: FarmState, { measured, isSameScene }: NewTask): FrameTrend | undefined {
  const times = measured.map(
    ({ machineId, frameMs }) =>
      frameMs * ((machineId === null ? undefined : machines.get(machineId))?.speed ?? 1),
  );
  if (times.length === 0) return undefined;
  const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
  const squares = times.reduce((sum, time) => sum + (time - mean) ** 2, 0);
  const scatter = Math.sqrt(squares / Math.max(1, times.length - 1)) / Math.max(mean, 1e-9);
  return {
    samples: isSameScene ? times.length : 1,
    ...{ seen: times.length, levelMs: Math.max(mean, 0.01), growthMs: 0, growthErrorMs: 0 },
    scatter: isSameScene ? scatter : Math.max(scatter, scatterOfOthers),
    factorOf: () => undefined,
  };
}

interface Assumed {
  readonly trend: FrameTrend | undefined;
  readonly nowMs: number;
  readonly isBefore: (task: { readonly priority: number }) => boolean;
}

function slotsOf(state: FarmState, machines: readonly MachineRecord[], assumed: Assumed): ForecastSlot[] {
  const waits = workBefore(state, assumed);
  const slots: ForecastSlot[] = [];
  for (const machine of machines) {
    let waitMs = 0;
    for (const [{ demand }, timeMs] of waits) {
      if (machine.facts !== null && canRender(machine.facts, demand)) waitMs += timeMs;
    }
    const running = machine.leases.map(
      (lease) => leaseTimeLeft(lease, assumed.nowMs) ?? assumed.trend?.levelMs ?? 0,
    );
    for (let slot = 0; slot < (machine.facts?.slots ?? 1); slot++) {
      slots.push({ factor: 1 / machine.speed, freeInMs: (running[slot] ?? 0) + waitMs });
    }
  }
  return slots;
}

/** How long the machines of each demand are busy with what goes first, were it theirs alone. */
function workBefore(state: FarmState, { trend, nowMs, isBefore }: Assumed): Map<DemandClass, number> {
  const waits = new Map<DemandClass, number>();
  for (const task of state.tasks.values()) {
    if (!isBefore(task.facts) || !hasReadyFrames(task, nowMs)) continue;
    waits.set(task.demandClass, (waits.get(task.demandClass) ?? 0) + workOf(task, trend));
  }
  for (const [demandClass, workMs] of waits) {
    let rate = 0;
    for (const { speed, facts } of state.machines.usableFor(demandClass)) rate += speed * (facts?.slots ?? 1);
    waits.set(demandClass, rate === 0 ? 0 : workMs / rate);
  }
  return waits;
}

/** On a machine of speed 1. A task that has shown nothing of itself is taken for one like ours. */
function workOf(task: TaskRecord, trend: FrameTrend | undefined): number {
  return pendingFrames(task) * (task.pace.medianMs ?? trend?.levelMs ?? 0);
}

function soonest(slots: readonly ForecastSlot[]): number {
  return Math.round(slots.reduce((least, { freeInMs }) => Math.min(least, freeInMs), Infinity));
}
