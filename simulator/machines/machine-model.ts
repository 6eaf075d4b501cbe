import type { AttemptOutcome, FarmLease, FarmMachine } from '@renderonline/domain';
import type { EventQueue } from '../engine/event-queue.ts';

/** How a made-up machine is and behaves. */
export interface MachineTraits {
  readonly machineId: number;
  /** Work in reference milliseconds that it does in a millisecond: 0.25 is a slow machine, 4 a fast one. */
  readonly speed: number;
  /** Opening a scene, on a machine of speed 1. 0 where the engine has no sessions. */
  readonly loadMs: number;
  /** How likely a frame fails on it, from 0 to 1. */
  readonly failing: number;
  /** Its line breaks whenever it is sent a lease. */
  readonly isBreaking?: boolean;
}

/** What a machine says of a lease. Kept in an outbox while nobody hears it, so nothing is lost and order is kept. */
export type MachineWord =
  | { readonly kind: 'started'; readonly lease: FarmLease }
  | { readonly kind: 'session-opened'; readonly lease: FarmLease; readonly loadMs: number }
  | {
      readonly kind: 'frame-done';
      readonly lease: FarmLease;
      readonly frame: number;
      readonly renderMs: number;
    }
  | {
      readonly kind: 'ended';
      readonly lease: FarmLease;
      readonly outcome: AttemptOutcome;
      readonly frame: number;
    };

export interface MachineDependencies {
  readonly queue: EventQueue;
  readonly random: () => number;
  /** Work of a frame, in reference milliseconds. */
  readonly workMs: (taskId: number, frame: number) => number;
  readonly say: (word: MachineWord) => void;
}

/** A machine with one slot that renders leases in the order in which it was given them. */
export class MachineModel {
  readonly traits: MachineTraits;
  readonly #with: MachineDependencies;
  readonly #leases: FarmLease[] = [];
  #openTaskId: number | undefined;
  #forgetStep: (() => void) | undefined;
  /** Time spent on frames, those that came to nothing included. */
  renderedMs = 0;
  #frameBegunMs: number | undefined;

  constructor(traits: MachineTraits, dependencies: MachineDependencies) {
    this.traits = traits;
    this.#with = dependencies;
  }

  facts(engineName: string): FarmMachine {
    return {
      machineId: this.traits.machineId,
      transport: 'link',
      slots: 1,
      engines: [{ name: engineName, version: '4.2.0', hasSessions: this.traits.loadMs > 0 }],
      tags: [],
      gpuCount: 0,
      memoryMb: 16_384,
      acceptsWork: true,
    };
  }

  offer(lease: FarmLease): void {
    if (this.#leases.some(({ leaseId }) => leaseId === lease.leaseId)) return;
    this.#leases.push(lease);
    if (this.#leases.length === 1) this.#begin();
  }

  /** @param keepThrough the last frame it keeps; null: none */
  cancel(leaseId: number, keepThrough: number | null): void {
    const at = this.#leases.findIndex((lease) => lease.leaseId === leaseId);
    const lease = this.#leases[at];
    if (lease === undefined) return;
    if (keepThrough !== null) {
      this.#leases[at] = { ...lease, frames: { ...lease.frames, last: keepThrough } };
      return;
    }
    this.#leases.splice(at, 1);
    if (at === 0) this.#begin();
  }

  holds(leaseId: number): boolean {
    return this.#leases.some((lease) => lease.leaseId === leaseId);
  }

  keepOnly(isLive: (lease: FarmLease) => boolean): void {
    for (const lease of [...this.#leases]) if (!isLive(lease)) this.cancel(lease.leaseId, null);
  }

  /** Power off: what it had is gone. */
  crash(): void {
    this.#forgetStep?.();
    this.#noteRendered();
    this.#leases.length = 0;
    this.#openTaskId = undefined;
  }

  #begin(): void {
    this.#forgetStep?.();
    this.#noteRendered();
    const [lease] = this.#leases;
    if (lease === undefined) return;
    this.#with.say({ kind: 'started', lease });
    if (this.traits.loadMs === 0 || this.#openTaskId === lease.taskId) {
      this.#render(lease.leaseId, lease.frames.first);
      return;
    }
    const loadMs = this.traits.loadMs / this.traits.speed;
    this.#forgetStep = this.#with.queue.after(loadMs, () => {
      this.#openTaskId = lease.taskId;
      this.#with.say({ kind: 'session-opened', lease, loadMs });
      this.#render(lease.leaseId, lease.frames.first);
    });
  }

  #render(leaseId: number, frame: number): void {
    const [lease] = this.#leases;
    if (lease?.leaseId !== leaseId) return;
    const { queue, random, workMs, say } = this.#with;
    const renderMs = workMs(lease.taskId, frame) / this.traits.speed;
    const isFailing = random() < this.traits.failing;
    this.#frameBegunMs = queue.nowMs();
    this.#forgetStep = queue.after(isFailing ? renderMs * random() : renderMs, () => {
      this.#noteRendered();
      const [current] = this.#leases;
      if (current?.leaseId !== leaseId) return;
      if (isFailing) {
        say({ kind: 'ended', lease, frame, outcome: { kind: 'failed', exitCode: 1, message: 'made up' } });
        this.#leave();
        return;
      }
      say({ kind: 'frame-done', lease, frame, renderMs });
      if (frame < current.frames.last) this.#render(leaseId, frame + 1);
      else {
        say({ kind: 'ended', lease, frame, outcome: { kind: 'succeeded' } });
        this.#leave();
      }
    });
  }

  #noteRendered(): void {
    if (this.#frameBegunMs !== undefined) this.renderedMs += this.#with.queue.nowMs() - this.#frameBegunMs;
    this.#frameBegunMs = undefined;
  }

  #leave(): void {
    this.#leases.shift();
    this.#begin();
  }
}
