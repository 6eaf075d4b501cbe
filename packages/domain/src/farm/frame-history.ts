/** So many of the latest frames tell how long the next ones take. */
const rememberedFrames = 24;
/** Neighbouring frames resemble one another, which makes trends of chance: they are trusted so much less. */
const caution = 1.5;
/** How much of what separates machines from trends is found in each round. */
const rounds = 4;

/** What the latest frames of a task say of those to come. Times are milliseconds. */
export interface FrameTrend {
  readonly samples: number;
  /** Frames measured in all, those that are not remembered any more included. */
  readonly seen: number;
  /** How long the next frame takes on a machine of factor 1. */
  readonly levelMs: number;
  /** By how much each frame takes longer than the one before, and how far that may be wrong (one sigma). */
  readonly growthMs: number;
  readonly growthErrorMs: number;
  /** How far frames lie from the trend, against the level (one sigma). */
  readonly scatter: number;
  /** How many times as long as on a machine of factor 1 a frame takes on this one; undefined when it did none. */
  readonly factorOf: (machineId: number) => number | undefined;
}

interface Sample {
  readonly machineId: number;
  readonly frameMs: number;
}

/** How long the latest frames of a task took, and where. */
export class FrameHistory {
  readonly #latest: Sample[] = [];
  #seen = 0;
  #trend: FrameTrend | undefined;

  /** One more frame was done. */
  add(machineId: number, frameMs: number): void {
    this.#seen += 1;
    this.#latest.push({ machineId, frameMs });
    if (this.#latest.length > rememberedFrames) this.#latest.shift();
    this.#trend = undefined;
  }

  /** undefined before the first frame. */
  trend(): FrameTrend | undefined {
    if (this.#latest.length > 0) this.#trend ??= trendOf(this.#latest, this.#seen);
    return this.#trend;
  }
}

/** Machines differ by a factor, and frames by a line: each is found with the other taken out, in turns. */
function trendOf(samples: readonly Sample[], seen: number): FrameTrend {
  const factors = new Map<number, number>();
  for (const { machineId } of samples) factors.set(machineId, 1);
  let line = lineThrough(samples.map(({ frameMs }) => frameMs));
  for (let round = 0; round < rounds && factors.size > 1; round++) {
    const sums = new Map<number, { taken: number; expected: number }>();
    for (const [index, { machineId, frameMs }] of samples.entries()) {
      const sum = sums.get(machineId) ?? { taken: 0, expected: 0 };
      sum.taken += frameMs;
      sum.expected += Math.max(line.at(index), frameMs / 100);
      sums.set(machineId, sum);
    }
    for (const [machineId, { taken, expected }] of sums) factors.set(machineId, taken / expected);
    line = lineThrough(samples.map(({ machineId, frameMs }) => frameMs / (factors.get(machineId) ?? 1)));
  }
  const error = caution * line.slopeError;
  // What may be chance is left out, what hardly can be is believed, and what lies between in part.
  const trust = line.slope === 0 ? 0 : Math.max(0, 1 - (error / line.slope) ** 2);
  const growthMs = trust * line.slope;
  const levelMs = Math.max(line.mean + (growthMs * (samples.length + 1)) / 2, line.mean / 4);
  return {
    samples: samples.length,
    seen,
    levelMs,
    growthMs,
    growthErrorMs: trust * error,
    scatter: line.sigma / Math.max(line.mean, 1e-9),
    factorOf: (machineId) => factors.get(machineId),
  };
}

interface Line {
  readonly mean: number;
  readonly slope: number;
  readonly slopeError: number;
  /** Of the values from the line. */
  readonly sigma: number;
  at(index: number): number;
}

/** Least squares; through fewer than six values it is level. */
function lineThrough(values: readonly number[]): Line {
  const count = values.length;
  const middle = (count - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  let covariance = 0;
  let variance = 0;
  for (const [index, value] of values.entries()) {
    covariance += (index - middle) * (value - mean);
    variance += (index - middle) ** 2;
  }
  const slope = count < 6 ? 0 : covariance / variance;
  const at = (index: number) => mean + slope * (index - middle);
  const squares = values.reduce((sum, value, index) => sum + (value - at(index)) ** 2, 0);
  const sigma = Math.sqrt(squares / Math.max(1, count - 2));
  return { mean, slope, sigma, slopeError: count < 6 ? 0 : sigma / Math.sqrt(variance), at };
}
