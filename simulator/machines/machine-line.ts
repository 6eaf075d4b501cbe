import type { EventQueue } from '../engine/event-queue.ts';
import type { MachineWord } from './machine-model.ts';

export interface LineFaults {
  /** The usual way of a message: between these many milliseconds. */
  readonly latencyMs: readonly [number, number];
  /** How likely a message is said twice, from 0 to 1. */
  readonly duplicated: number;
}

/**
 * The way between a machine and the scheduler: messages keep their order, take their time, come twice now and
 * then, and wait in the machine's outbox while the line is cut.
 */
export class MachineLine {
  isCut = false;
  readonly #outbox: MachineWord[] = [];
  readonly #queue: EventQueue;
  readonly #random: () => number;
  readonly #faults: LineFaults;
  readonly #hear: (word: MachineWord) => void;
  #lastArrivalMs = 0;
  #lastDownMs = 0;
  /** A message under way when the line is cut does not arrive. */
  #era = 0;

  constructor(
    dependencies: { queue: EventQueue; random: () => number; faults: LineFaults },
    hear: (word: MachineWord) => void,
  ) {
    this.#queue = dependencies.queue;
    this.#random = dependencies.random;
    this.#faults = dependencies.faults;
    this.#hear = hear;
  }

  say(word: MachineWord): void {
    this.#outbox.push(word);
    if (!this.isCut) this.#carry(word);
  }

  /** To the machine; lost when the line is or gets cut. */
  tell(act: () => void): void {
    if (this.isCut) return;
    const era = this.#era;
    this.#lastDownMs = Math.max(this.#lastDownMs, this.#queue.nowMs() + this.#latencyMs());
    this.#queue.after(this.#lastDownMs - this.#queue.nowMs(), () => {
      if (era === this.#era) act();
    });
  }

  cut(): void {
    this.isCut = true;
    this.#era++;
  }

  /** Everything that was not heard is said again, in order; `afterwards` happens when it has been heard. */
  mend(afterwards: () => void): void {
    this.isCut = false;
    const era = this.#era;
    for (const word of this.#outbox) this.#carry(word);
    this.#lastArrivalMs = Math.max(this.#lastArrivalMs, this.#queue.nowMs() + this.#latencyMs());
    this.#queue.after(this.#lastArrivalMs - this.#queue.nowMs(), () => {
      if (era === this.#era) afterwards();
    });
  }

  #carry(word: MachineWord): void {
    const era = this.#era;
    this.#lastArrivalMs = Math.max(this.#lastArrivalMs, this.#queue.nowMs() + this.#latencyMs());
    const times = this.#random() < this.#faults.duplicated ? 2 : 1;
    for (let time = 0; time < times; time++) {
      this.#queue.after(this.#lastArrivalMs - this.#queue.nowMs(), () => {
        if (era !== this.#era) return;
        const at = this.#outbox.indexOf(word);
        if (at >= 0) this.#outbox.splice(at, 1);
        this.#hear(word);
      });
    }
  }

  #latencyMs(): number {
    const [low, high] = this.#faults.latencyMs;
    return low + (high - low) * this.#random();
  }
}
