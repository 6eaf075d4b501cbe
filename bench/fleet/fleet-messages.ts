import type { MachineIdentity } from './simulated-machine.ts';

export interface ConnectOrder {
  readonly address: string;
  readonly machines: readonly MachineIdentity[];
  /** A frame's time on a machine of speed 1. */
  readonly frameMs: number;
  /** Taken in turn. */
  readonly speeds: readonly number[];
  readonly hasSessions: boolean;
  /** Whether `count` may ask when each frame started. */
  readonly notesStarts: boolean;
}

export type FleetOrder =
  | ({ readonly kind: 'connect' } & ConnectOrder)
  | { readonly kind: 'kill' | 'freeze'; readonly machineId: number }
  | { readonly kind: 'count'; readonly withStarts: boolean };

export type FleetReport =
  | { readonly kind: 'connected'; readonly machines: number }
  | { readonly kind: 'failed'; readonly message: string }
  | {
      readonly kind: 'counted';
      readonly leasesDone: number;
      /** By "task/frame": when it was started, once or more often, in ms since 1970. */
      readonly startedAtMs: Readonly<Record<string, readonly number[]>>;
    };
