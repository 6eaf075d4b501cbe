/** How fast a task's frames render, on a machine of speed 1. Times are milliseconds. */
export class TaskPace {
  readonly #ring: number[] = [];
  #sorted: number[] = [];
  #next = 0;
  #samples = 0;
  #loadMs: number | null = null;

  /** Frames measured so far. */
  get samples(): number {
    return this.#samples;
  }

  /** How long opening the scene takes; 0 as long as that is not known. */
  get loadMs(): number {
    return this.#loadMs ?? 0;
  }

  /** The middle of the latest frame times; undefined before the first. */
  get medianMs(): number | undefined {
    return this.quantileMs(0.5);
  }

  /** The latest frames' time that this share of them (0 to 1) stays below. */
  quantileMs(share: number): number | undefined {
    return this.#sorted[Math.min(this.#sorted.length - 1, Math.floor(share * this.#sorted.length))];
  }

  /** A frame took so long, brought to speed 1. */
  addFrame(frameMs: number): void {
    this.#samples += 1;
    const replaced = this.#ring[this.#next];
    this.#ring[this.#next] = frameMs;
    this.#next = (this.#next + 1) % ringSize;
    if (replaced !== undefined) this.#sorted.splice(placeOf(this.#sorted, replaced), 1);
    this.#sorted.splice(placeOf(this.#sorted, frameMs), 0, frameMs);
  }

  addLoad(loadMs: number): void {
    this.#loadMs = this.#loadMs === null ? loadMs : 0.7 * this.#loadMs + 0.3 * loadMs;
  }
}

/** Enough for a steady middle, few enough to follow a shot that grows heavier. */
const ringSize = 32;

/** Index of the first value that is not less. */
function placeOf(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A machine is at most so many times faster or slower than another. */
const speedLimit = 64;

/** The least that a new measurement counts: frames of one shot differ more than machines change. */
const leastInfluence = 0.1;

/**
 * The machine's speed after one more frame that took `frameMs` there and should take `medianMs` at speed 1.
 *
 * @param measurements how many there were before
 */
export function nextSpeed(speed: number, measurements: number, medianMs: number, frameMs: number): number {
  const measured = medianMs / frameMs;
  const influence = Math.max(leastInfluence, 1 / (measurements + 1));
  const next = speed ** (1 - influence) * measured ** influence;
  return Math.min(speedLimit, Math.max(1 / speedLimit, next));
}

/** What a frame of the task takes on the machine, opening the scene apart; undefined as long as none is done. */
export function frameTimeOn(
  { pace }: { readonly pace: TaskPace },
  { speed }: { readonly speed: number },
): number | undefined {
  const { medianMs } = pace;
  return medianMs === undefined ? undefined : medianMs / speed;
}
