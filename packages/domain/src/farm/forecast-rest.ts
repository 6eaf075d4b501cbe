import type { FrameTrend } from './frame-history.ts';
import { Heap, type HeapItem } from './structures/heap.ts';

/** A slot that renders the task. */
export interface ForecastSlot {
  /** When it is free for the next frame, from now, as far as that is known. */
  readonly freeInMs: number;
  /** How many times as long as on a machine of factor 1 a frame takes there. */
  readonly factor: number;
}

export interface ForecastInput {
  readonly trend: FrameTrend;
  readonly slots: readonly ForecastSlot[];
  /** Frames that nobody has begun. */
  readonly unstarted: number;
}

/** So many sigmas to either side. This and what follows is chosen by estimate-honesty.test.ts. */
const sigmas = 1.3;
/** Others use the machines, too, and scenes change: whatever was measured, so much faster or slower it may get. */
const fasterBy = 0.25;
const slowerBy = 0.3;
/** A growth that was seen over some frames ends soon at the best, and at the worst goes on for three times as many. */
const shortHorizon = 0.5;
const longHorizon = 3;
/** Times that grow with what is in the scene and with what each of it costs grow faster and faster. */
const acceleration = 0.5;

/**
 * How long the rest takes, as a range: what is left is handed out to the slots as the farm does it, once with the
 * times that are as short as the measured frames allow to expect, and once as long.
 */
export function forecastRest(input: ForecastInput): { low: number; high: number } {
  const { trend, slots, unstarted } = input;
  const { samples, seen, growthMs, growthErrorMs, scatter } = trend;
  const frames = Math.max(1, unstarted + slots.length);
  const chance = sigmas * scatter * Math.sqrt(1 / samples + 1 / frames);
  const least = growthMs - sigmas * growthErrorMs;
  const most = growthMs + sigmas * growthErrorMs;
  const atBest = simulate(input, {
    scale: 1 / (1 + fasterBy + chance),
    growthMs: least,
    horizon: seen * (least > 0 ? shortHorizon : longHorizon),
    acceleration: 0,
  });
  const atWorst = simulate(input, {
    scale: 1 + slowerBy + chance,
    growthMs: most,
    horizon: seen * (most > 0 ? longHorizon : shortHorizon),
    acceleration: most > 0 ? acceleration : 0,
  });
  // Where frames are handed out to whoever is free, shorter ones may end later: the last may fall to a slow slot
  // (Graham, Bounds on multiprocessing timing anomalies, 1969).
  return { low: Math.min(atBest, atWorst), high: Math.max(atBest, atWorst) };
}

interface Assumption {
  readonly scale: number;
  readonly growthMs: number;
  /** Frames from now after which the growth has ended. */
  readonly horizon: number;
  /** By which share the growth itself has grown when as many frames again are done as were seen. */
  readonly acceleration: number;
}

interface SimulatedSlot extends HeapItem {
  freeMs: number;
  readonly factor: number;
}

function simulate({ trend, slots, unstarted }: ForecastInput, assumed: Assumption): number {
  const { scale, growthMs, horizon, acceleration: faster } = assumed;
  const free = new Heap<SimulatedSlot>((a, b) => a.freeMs < b.freeMs);
  let endMs = 0;
  const isFree = (slot: SimulatedSlot) => {
    endMs = Math.max(endMs, slot.freeMs);
  };
  for (const { freeInMs, factor } of slots) {
    const slot = { freeMs: freeInMs * scale, factor, heapIndex: -1 };
    free.add(slot);
    isFree(slot);
  }
  for (let begun = 0, slot = free.first(); slot !== undefined && begun < unstarted; slot = free.first()) {
    // Many at a time while there are many: what is handed out last decides when all are done.
    const frames = Math.max(1, Math.floor((unstarted - begun) / (4 * free.size)));
    const grown = Math.min(begun + frames / 2, horizon);
    const change = growthMs * grown * (1 + (faster * grown) / trend.seen);
    const frameMs = Math.max(trend.levelMs + change, trend.levelMs / 4);
    slot.freeMs += frames * frameMs * scale * slot.factor;
    begun += frames;
    isFree(slot);
    free.update(slot);
  }
  return endMs;
}
