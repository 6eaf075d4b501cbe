import type { Heartbeat, Hello } from '@renderonline/contract';
import type { LiveLeases, MachineListener } from '../../machines/machine-transport.ts';
import type { Clock } from '../../scheduling/clock.ts';
import type { LinkConnection } from '../connection/link-connection.ts';
import type { ConnectionLimits, ContentsPlace, LinkSettings } from '../link-settings.ts';
import type { ContentNeighbours } from '../neighbours/content-neighbours.ts';
import type { LinkMachine } from './link-machine.ts';
import type { Offers } from './offers.ts';
import type { StopWaits } from './stop-waits.ts';

/** After so many heartbeats that did not come an idle machine is gone. */
const idleBeatsMissed = 2.5;

/** What all machines of one term share. */
export interface MachineSurroundings {
  readonly report: MachineListener;
  readonly liveLeases: LiveLeases;
  readonly clock: Clock;
  readonly settings: LinkSettings & Pick<ContentsPlace, 'contentsId'>;
  readonly limits: ConnectionLimits;
  readonly neighbours: Pick<ContentNeighbours, 'join' | 'leave'>;
  /** Has `acknowledge` called in a moment, once for all that was settled meanwhile. */
  readonly acknowledgeSoon: (machine: LinkMachine) => void;
  /** Whose logs are wanted without delay. */
  readonly followedTasks: () => number[];
  /** A machine has said what it is. */
  readonly onGreeting: (machineId: number, hello: Hello, remoteAddress: string) => void;
}

/** A connection that has greeted. */
export interface Greeted {
  readonly connection: LinkConnection;
  readonly hello: Hello;
  readonly offers: Offers;
  readonly stops: StopWaits;
  readonly greetedAtMs: number;
  /** The last event of before the greeting. */
  readonly oldestNewSeq: number;
  heartbeat: Heartbeat | undefined;
  /** When it was first offered something after it was last heard. */
  offeredAtMs: number;
  /** Everything from before the greeting is settled, and the scheduler knows the machine. */
  isReady: boolean;
  willingness: string;
}

/**
 * Whether nothing was heard for too long. A machine that holds nothing speaks less often, and there is nothing to
 * save from it.
 */
export function isSilent(
  { connection, offeredAtMs }: Greeted,
  machineId: number,
  { settings, liveLeases }: MachineSurroundings,
  nowMs: number,
): boolean {
  const { silentAfterMs, idleHeartbeatIntervalMs } = settings;
  const silentMs = connection.silentMs(nowMs);
  if (silentMs <= silentAfterMs) return false;
  if (liveLeases(machineId).length === 0) {
    return silentMs > Math.max(silentAfterMs, idleBeatsMissed * idleHeartbeatIntervalMs);
  }
  // It may have been between two of its rare heartbeats when it was offered something.
  return nowMs - offeredAtMs > silentAfterMs;
}
